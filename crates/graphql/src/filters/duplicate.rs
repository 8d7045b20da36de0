//! Filters on pairs of projects that look the same.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use luodi_app::list::{DuplicateTerm, Filter};
use luodi_domain::ids::ProjectId;

use super::Reader;
use crate::codes::PublicError;

/// Which pairs of projects that look the same; all that is given must hold. 疑似重复筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct DuplicateFilter {
    /// Whether somebody has to decide. 是否待认定
    open: Option<bool>,
    /// One of these projects is in it. 项目
    project: Option<Vec<ID>>,
}

impl DuplicateFilter {
    /// As the store understands it.
    pub(crate) fn read(
        self,
        reader: &mut Reader,
        today: NaiveDate,
    ) -> Result<Filter<DuplicateTerm>, PublicError> {
        let mut terms = Vec::new();
        terms.extend(self.open.map(|open| DuplicateTerm::Open(open, today)));
        if let Some(projects) = self.project {
            terms.push(DuplicateTerm::Project(reader.ids(&projects, "project", ProjectId::parse)?));
        }
        Ok(terms.into())
    }
}
