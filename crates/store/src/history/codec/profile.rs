//! What a project is, and changes of it.

use luodi_domain::codes::ProjectCode;
use luodi_domain::event::Registered;
use luodi_domain::ids::CreditId;
use luodi_domain::party::Credit;
use luodi_domain::profile::{Attribute, Change, CodeStanding, NameKind, Place, Profile};

use super::field::{Field, Fields, Tree, entry_of, object_of};
use crate::history::fault::Fault;
use crate::history::json::{Json, object};

object_of!(Registered { profile, phase_of });
object_of!(Profile {
    name,
    other_names,
    track,
    codes,
    industry,
    chain,
    place,
    originating_agency,
    landing_specialist,
    leader_in_charge,
    credits,
    labels,
    agreed_investment as "agreed_investment_fen",
    planned_start,
    planned_production,
    attributes,
});
object_of!(Place { province, city, county, park });
object_of!(Credit { id, agency, role, share as "share_bp", since, until });
entry_of!(CreditId, Credit);

/// An entry of a map as an object of two fields.
macro_rules! pair_of {
    ($key:ty as $key_name:literal, $value:ty as $value_name:literal) => {
        impl Field for ($key, $value) {
            fn write(&self) -> Tree {
                object([($key_name, self.0.write()), ($value_name, self.1.write())])
            }

            fn read(tree: Tree) -> Result<Self, Fault> {
                Fields::read(tree, |fields| Ok((fields.take($key_name)?, fields.take($value_name)?)))
            }
        }
    };
}

pair_of!(String as "name", NameKind as "kind");
pair_of!(ProjectCode as "code", CodeStanding as "standing");
pair_of!(String as "name", Attribute as "value");
pair_of!(String as "name", Option<Attribute> as "value");

impl Field for Attribute {
    fn write(&self) -> Tree {
        let (kind, value) = match self {
            Self::Unknown => ("UNKNOWN", Json::Null),
            Self::Bool(value) => ("BOOL", value.write()),
            Self::Number(digits) => ("NUMBER", digits.write()),
            Self::Text(text) => ("TEXT", text.write()),
        };
        object([("kind", Json::Text(kind.to_owned())), ("value", value)])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| match fields.take::<String>("kind")?.as_str() {
            "UNKNOWN" => fields.take::<Option<bool>>("value").and_then(|value| match value {
                None => Ok(Self::Unknown),
                Some(_) => Err(Fault::value("an unknown attribute has no value")),
            }),
            "BOOL" => fields.take("value").map(Self::Bool),
            "NUMBER" => fields.take("value").map(Self::Number),
            "TEXT" => fields.take("value").map(Self::Text),
            other => Err(Fault::value(format_args!("unknown kind of attribute {other:?}"))),
        })
    }
}

impl Field for Change {
    fn write(&self) -> Tree {
        let (change, value) = match self {
            Self::Name(name) => ("NAME", name.write()),
            Self::OtherNameAdded(name, kind) => ("OTHER_NAME_ADDED", (name.clone(), *kind).write()),
            Self::OtherNameRemoved(name) => ("OTHER_NAME_REMOVED", name.write()),
            Self::Track(track) => ("TRACK", track.write()),
            Self::Code(code, standing) => ("CODE", (code.clone(), *standing).write()),
            Self::Industry(industry) => ("INDUSTRY", industry.write()),
            Self::Chain(chain) => ("CHAIN", chain.write()),
            Self::Place(place) => ("PLACE", place.write()),
            Self::OriginatingAgency(agency) => ("ORIGINATING_AGENCY", agency.write()),
            Self::LandingSpecialist(officer) => ("LANDING_SPECIALIST", officer.write()),
            Self::LeaderInCharge(officer) => ("LEADER_IN_CHARGE", officer.write()),
            Self::Credits(credits) => ("CREDITS", credits.write()),
            Self::LabelAdded(label) => ("LABEL_ADDED", label.write()),
            Self::LabelRemoved(label) => ("LABEL_REMOVED", label.write()),
            Self::AgreedInvestment(amount) => ("AGREED_INVESTMENT_FEN", amount.write()),
            Self::PlannedStart(date) => ("PLANNED_START", date.write()),
            Self::PlannedProduction(date) => ("PLANNED_PRODUCTION", date.write()),
            Self::Attribute(name, value) => ("ATTRIBUTE", (name.clone(), value.clone()).write()),
        };
        object([("change", Json::Text(change.to_owned())), ("value", value)])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            let change = fields.take::<String>("change")?;
            Ok(match change.as_str() {
                "NAME" => Self::Name(fields.take("value")?),
                "OTHER_NAME_ADDED" => {
                    let (name, kind) = fields.take("value")?;
                    Self::OtherNameAdded(name, kind)
                }
                "OTHER_NAME_REMOVED" => Self::OtherNameRemoved(fields.take("value")?),
                "TRACK" => Self::Track(fields.take("value")?),
                "CODE" => {
                    let (code, standing) = fields.take("value")?;
                    Self::Code(code, standing)
                }
                "INDUSTRY" => Self::Industry(fields.take("value")?),
                "CHAIN" => Self::Chain(fields.take("value")?),
                "PLACE" => Self::Place(fields.take("value")?),
                "ORIGINATING_AGENCY" => Self::OriginatingAgency(fields.take("value")?),
                "LANDING_SPECIALIST" => Self::LandingSpecialist(fields.take("value")?),
                "LEADER_IN_CHARGE" => Self::LeaderInCharge(fields.take("value")?),
                "CREDITS" => Self::Credits(fields.take("value")?),
                "LABEL_ADDED" => Self::LabelAdded(fields.take("value")?),
                "LABEL_REMOVED" => Self::LabelRemoved(fields.take("value")?),
                "AGREED_INVESTMENT_FEN" => Self::AgreedInvestment(fields.take("value")?),
                "PLANNED_START" => Self::PlannedStart(fields.take("value")?),
                "PLANNED_PRODUCTION" => Self::PlannedProduction(fields.take("value")?),
                "ATTRIBUTE" => {
                    let (name, value) = fields.take("value")?;
                    Self::Attribute(name, value)
                }
                other => return Err(Fault::value(format_args!("unknown change {other:?}"))),
            })
        })
    }
}
