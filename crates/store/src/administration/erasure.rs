//! Texts of histories that were erased: the record says which, so that no other erasure passes for one.

use std::collections::{BTreeMap, HashSet};

use luodi_domain::administration::{Change, Subject};
use luodi_domain::ids::ProjectId;
use uuid::Uuid;

use super::chain::{Finding, Problem};
use super::text::Fields;
use crate::history::HistoryField;

/// The field that lists them: `3 reason, 4 data.contact.name`.
const ERASED: &str = "erased";
/// Between two of them; no path has it.
const BETWEEN: &str = ", ";

/// What is to be noted of texts that were erased, project by project.
pub fn erasures<'f>(fields: impl IntoIterator<Item = &'f HistoryField>) -> Vec<Change> {
    let mut by_project: BTreeMap<ProjectId, Vec<String>> = BTreeMap::new();
    for field in fields {
        by_project.entry(field.project).or_default().push(name(field));
    }
    let change = |(project, names): (ProjectId, Vec<String>)| Change {
        subject: Subject::Project,
        object: project.uuid(),
        fields: [(ERASED, Some(names.join(BETWEEN)))].into(),
    };
    by_project.into_iter().map(change).collect()
}

fn name(field: &HistoryField) -> String {
    format!("{} {}", field.sequence, field.field)
}

/// All texts of which the record says that they were erased.
#[derive(Default)]
pub(super) struct Erased(HashSet<(Uuid, String)>);

impl Erased {
    /// Takes what a row about a project says.
    pub(super) fn note(&mut self, project: Uuid, fields: &Fields) {
        let names = fields.get(ERASED).and_then(Option::as_deref).unwrap_or_default();
        self.0.extend(names.split(BETWEEN).map(|name| (project, name.to_owned())));
    }

    /// Tells of a text that is erased and of which nothing was noted.
    pub(super) fn finding(&self, field: &HistoryField) -> Option<Finding> {
        let noted = self.0.contains(&(field.project.uuid(), name(field)));
        (!noted).then(|| Finding {
            place: format!("{} row {}", field.project, field.sequence),
            problem: Problem::Erased { field: field.field.clone() },
        })
    }
}
