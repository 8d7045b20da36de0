//! Values that are one text or one number: ids, codes, days, amounts.

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use luodi_domain::actor::Instrument;
use luodi_domain::agreement::AgreementKind;
use luodi_domain::attachment::MediaType;
use luodi_domain::attribute::Attribute;
use luodi_domain::calendar::DayUnit;
use luodi_domain::case::{CaseEventKind, LegKind};
use luodi_domain::codes::ProjectCode;
use luodi_domain::duplicate::RulingKind;
use luodi_domain::event::GateOutcome;
use luodi_domain::ids::{
    AgencyId, AgreementId, AttachmentId, CaseEventId, CaseId, CommandId, CreditId, DuplicateId, EnterpriseId,
    FileId, MaterialId, MilestoneId, OfficerId, PartyId, PermitId, ProjectId, RegionId, StepId,
};
use luodi_domain::material::MaterialState;
use luodi_domain::milestone::{EvidenceKind, MilestoneKind, Works};
use luodi_domain::money::Money;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::party::{CreditRole, PartyRole};
use luodi_domain::permit::{Level, Phase, PreparationKind, ResponseKind};
use luodi_domain::profile::{CodeStanding, NameKind};
use luodi_domain::share::Share;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::PauseGround;
use luodi_domain::step::{CloseReason, HelperRole, Turn};
use luodi_domain::terms::SubsidyKind;

use super::field::{Field, Fields, Tree};
use crate::history::fault::Fault;
use crate::history::json::{Json, object};

/// An id in its prefixed text form.
macro_rules! ids {
    ($($type:ident)+) => {$(
        impl Field for $type {
            fn write(&self) -> Tree {
                Json::Text(self.to_string())
            }

            fn read(tree: Tree) -> Result<Self, Fault> {
                Self::parse(&String::read(tree)?).map_err(Fault::value)
            }
        }
    )+};
}

ids! {
    AgencyId AgreementId AttachmentId CaseEventId CaseId CommandId CreditId DuplicateId EnterpriseId FileId MaterialId
    MilestoneId OfficerId PartyId PermitId ProjectId RegionId StepId
}

/// An enum by its code.
macro_rules! codes {
    ($($type:ident)+) => {$(
        impl Field for $type {
            fn write(&self) -> Tree {
                Json::Text(self.as_str().to_owned())
            }

            fn read(tree: Tree) -> Result<Self, Fault> {
                let code = String::read(tree)?;
                Self::parse(&code).ok_or_else(|| Fault::value(format_args!("unknown code {code:?}")))
            }
        }
    )+};
}

codes! {
    AgreementKind Attribute CaseEventKind CloseReason CodeStanding CreditRole DayUnit EvidenceKind GateOutcome HelperRole Instrument
    LegKind Level MaterialState MediaType MilestoneKind NameKind PartyRole PauseGround Phase Precision PreparationKind ResponseKind RulingKind Stage
    SubsidyKind Track Turn Works
}

impl Field for u32 {
    fn write(&self) -> Tree {
        Json::Int((*self).into())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Self::try_from(i64::read(tree)?).map_err(Fault::value)
    }
}

/// `2024-05-31`.
impl Field for NaiveDate {
    fn write(&self) -> Tree {
        Json::Text(self.to_string())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        String::read(tree)?.parse().map_err(Fault::value)
    }
}

/// `09:30:00`, with a fraction only where there is one, to the microsecond like the databases' columns.
impl Field for NaiveTime {
    fn write(&self) -> Tree {
        let micros = (self.nanosecond() / 1_000).min(999_999);
        let cut = self.with_nanosecond(micros * 1_000).unwrap_or(*self);
        Json::Text(cut.format("%H:%M:%S%.f").to_string())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        String::read(tree)?.parse().map_err(Fault::value)
    }
}

/// `2024-05-31T01:30:00.000000Z`: RFC 3339 in UTC, always to the microsecond.
impl Field for DateTime<Utc> {
    fn write(&self) -> Tree {
        let cut = Self::from_timestamp_micros(self.timestamp_micros()).unwrap_or(*self);
        Json::Text(cut.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        String::read(tree)?.parse().map_err(Fault::value)
    }
}

/// Fen, so that nothing is rounded.
impl Field for Money {
    fn write(&self) -> Tree {
        Json::Int(self.fen())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        i64::read(tree).map(Self::from_fen)
    }
}

/// Basis points.
impl Field for Share {
    fn write(&self) -> Tree {
        Json::Int(self.basis_points().into())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Self::from_basis_points(i64::read(tree)?).map_err(Fault::value)
    }
}

impl Field for ProjectCode {
    fn write(&self) -> Tree {
        Json::Text(self.as_str().to_owned())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Self::parse(&String::read(tree)?).map_err(Fault::value)
    }
}

/// The first day it can mean, how exactly it is known, and the words it was given in.
impl Field for PartialDate {
    fn write(&self) -> Tree {
        object([
            ("first_day", self.first_day().write()),
            ("precision", self.precision().write()),
            ("raw", Json::Text(self.raw().to_owned())),
        ])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            let (day, precision) = (fields.take("first_day")?, fields.take("precision")?);
            Self::new(day, precision, fields.take::<String>("raw")?).map_err(Fault::value)
        })
    }
}
