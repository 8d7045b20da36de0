//! What stands in a plan, by name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use luodi_domain::{
    catalogue::Catalogue,
    ids::PermitId,
    permit::{Permit, PermitItem},
    plan::{Key, Plan},
    words::Words,
};

use super::point::PlanNode;
use crate::types::enums::ProjectPoint;

/// Says what things are called.
pub(super) struct Namer<'a> {
    pub(super) catalogue: &'a Arc<Catalogue>,
    pub(super) permits: &'a BTreeMap<PermitId, Permit>,
    pub(super) today: NaiveDate,
    /// What may be needed, and is in no plan.
    undecided: BTreeSet<String>,
}

impl<'a> Namer<'a> {
    /// For what stands in a plan.
    pub(super) fn new(
        catalogue: &'a Arc<Catalogue>,
        permits: &'a BTreeMap<PermitId, Permit>,
        today: NaiveDate,
        plan: &Plan<'_>,
    ) -> Self {
        let open = plan.open(permits).map(|item| item.entry.code.clone());
        let undecided = open.collect();
        Self { catalogue, permits, today, undecided }
    }

    pub(super) fn node(&self, key: Key<'_>) -> PlanNode {
        let plain = |name| PlanNode { type_code: None, permit: None, point: None, name, undecided: false };
        match key {
            Key::Type(code) => PlanNode {
                type_code: Some(code.to_owned()),
                undecided: self.undecided.contains(code),
                ..plain(self.of_type(code))
            },
            Key::Part(code, id) => {
                let Words { zh, en } = self.of_type(code);
                let part = self.permits.get(&id).and_then(|permit| permit.part.as_deref());
                let name = match part {
                    Some(part) => Words::new(format!("{zh}（{part}）"), format!("{en} ({part})")),
                    None => Words::new(zh, en),
                };
                PlanNode { type_code: Some(code.to_owned()), permit: Some(id), ..plain(name) }
            }
            Key::Permit(id) => {
                let name = self.permits.get(&id).map(|permit| match &permit.item {
                    PermitItem::Named(name) => Words::new(name, name),
                    // The catalogue has it no more; it had, or another place does.
                    PermitItem::Catalogued(code) => {
                        self.catalogue.name(code, self.today).unwrap_or_else(|| Words::new(code, code))
                    }
                });
                PlanNode { permit: Some(id), ..plain(name.unwrap_or_else(|| Words::new("", ""))) }
            }
            Key::Point(node) => PlanNode { point: Some(ProjectPoint::from(node)), ..plain(node.words()) },
        }
    }

    fn of_type(&self, code: &str) -> Words {
        let found = self.catalogue.entry(code, self.today);
        found.map_or_else(|| Words::new(code, code), |entry| Words::new(&entry.zh, &entry.en))
    }
}
