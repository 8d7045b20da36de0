//! What a project is, and changes of it.

use luodi_domain::attribute::{Answer, Attribute};
use luodi_domain::codes::ProjectCode;
use luodi_domain::event::Registered;
use luodi_domain::ids::CreditId;
use luodi_domain::party::Credit;
use luodi_domain::profile::{Change, CodeStanding, NameKind, Place, Profile};

use super::field::{Field, Fields, Tree, entry_of, object_of};
use crate::answers;
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
    presumed,
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

/// An attribute with its answer; nothing once it was taken off.
impl Field for (Attribute, Option<Answer>) {
    fn write(&self) -> Tree {
        let value = self.1.map(answers::written).map(|(kind, value)| Stored { kind: kind.to_owned(), value });
        object([("name", Json::Text(self.0.as_str().to_owned())), ("value", value.write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            let (name, stored) = (fields.take::<String>("name")?, fields.take::<Option<Stored>>("value")?);
            let read = match &stored {
                None => Attribute::parse(&name).map(|attribute| (attribute, None)),
                Some(Stored { kind, value }) => answers::read(&name, kind, value.as_deref())
                    .map(|(attribute, answer)| (attribute, Some(answer))),
            };
            read.ok_or_else(|| {
                Fault::value(format_args!("{name:?} is no attribute, or not answered like this"))
            })
        })
    }
}

impl Field for (Attribute, Answer) {
    fn write(&self) -> Tree {
        (self.0, Some(self.1)).write()
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        match <(Attribute, Option<Answer>)>::read(tree)? {
            (attribute, Some(answer)) => Ok((attribute, answer)),
            (attribute, None) => Err(Fault::value(format_args!("{attribute} has no answer"))),
        }
    }
}

/// An answer as it is stored.
#[derive(Debug, Clone)]
struct Stored {
    kind: String,
    value: Option<String>,
}

object_of!(Stored { kind, value });

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
            Self::Attribute(attribute, answer) => ("ATTRIBUTE", (*attribute, *answer).write()),
            Self::AttributePresumed(attribute, answer) => {
                ("ATTRIBUTE_PRESUMED", (*attribute, *answer).write())
            }
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
                    let (attribute, answer) = fields.take("value")?;
                    Self::Attribute(attribute, answer)
                }
                "ATTRIBUTE_PRESUMED" => {
                    let (attribute, answer) = fields.take("value")?;
                    Self::AttributePresumed(attribute, answer)
                }
                other => return Err(Fault::value(format_args!("unknown change {other:?}"))),
            })
        })
    }
}
