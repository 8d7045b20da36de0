//! Parties, agreements and milestones.

use luodi_domain::agreement::Agreement;
use luodi_domain::milestone::{Evidence, Milestone};
use luodi_domain::party::Party;
use luodi_domain::private::Contact;
use luodi_domain::terms::{Subsidy, SubsidyKind, Terms};

use super::field::{Field, Fields, Person, Tree, object_of};
use crate::history::fault::Fault;
use crate::history::json::object;

object_of!(Party { id, enterprise, role, since, until, contact });
object_of!(Agreement { id, kind, title, number, amount as "amount_fen", signed_on, event, supersedes, ended_on });
object_of!(Milestone { id, kind, occurred_on, works, evidence });
object_of!(Terms { land_price as "land_price_fen", subsidies, note });
object_of!(Evidence { kind, reference, note });

impl Field for Contact {
    fn write(&self) -> Tree {
        let Self { name, phone } = self;
        object([("name", Person(name.clone()).write()), ("phone", phone.clone().map(Person).write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            let phone = fields.take::<Option<Person>>("phone")?;
            Ok(Self { name: fields.take::<Person>("name")?.0, phone: phone.map(|phone| phone.0) })
        })
    }
}

/// What is offered for one purpose, with the purpose.
impl Field for (SubsidyKind, Subsidy) {
    fn write(&self) -> Tree {
        let (kind, Subsidy { amount, condition }) = self;
        object([("kind", kind.write()), ("amount_fen", amount.write()), ("condition", condition.write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            let subsidy =
                Subsidy { amount: fields.take("amount_fen")?, condition: fields.take("condition")? };
            Ok((fields.take("kind")?, subsidy))
        })
    }
}
