//! Filters on the history of all projects.

use async_graphql::{ID, InputObject};
use luodi_app::list::{Filter, HistoryTerm};
use luodi_domain::ids::{OfficerId, ProjectId};

use super::{CodeFilter, DateFilter, DateTimeFilter, ProjectFilter, Reader};
use crate::codes::PublicError;

/// Which entries of the history; all that is given must hold. 留痕筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct HistoryFilter {
    /// About one of these projects. 项目
    project: Option<Vec<ID>>,
    /// About projects that pass this. 项目筛选条件
    projects: Option<ProjectFilter>,
    /// One of these officers acted. 操作人
    actor: Option<Vec<ID>>,
    /// The command that brought it about, as `command` shows it. 操作
    command: Option<CodeFilter>,
    /// What kind of event it is, as `eventType` shows it. 事件类型
    event_type: Option<CodeFilter>,
    /// When it was recorded. 记录时间
    recorded_at: Option<DateTimeFilter>,
    /// The day it happened. 发生日期
    occurred_on: Option<DateFilter>,
}

impl HistoryFilter {
    /// As the store understands it.
    pub(crate) fn read(self, reader: &mut Reader) -> Result<Filter<HistoryTerm>, PublicError> {
        let mut terms = Vec::new();
        if let Some(projects) = self.project {
            terms.push(HistoryTerm::Project(reader.ids(&projects, "project", ProjectId::parse)?));
        }
        if let Some(projects) = self.projects {
            let projects = reader.within("projects", |reader| projects.read(reader))?;
            terms.push(HistoryTerm::OfProjects(projects));
        }
        if let Some(officers) = self.actor {
            terms.push(HistoryTerm::Actor(reader.ids(&officers, "actor", OfficerId::parse)?));
        }
        reader.compare(&mut terms, self.command, |_, value| Ok(value), HistoryTerm::Command)?;
        reader.compare(&mut terms, self.event_type, |_, value| Ok(value), HistoryTerm::EventType)?;
        reader.compare(&mut terms, self.recorded_at, |_, at| Ok(at.0), HistoryTerm::RecordedAt)?;
        reader.compare(&mut terms, self.occurred_on, |_, day| Ok(day.0), HistoryTerm::OccurredOn)?;
        reader.count(terms.len())?;
        Ok(terms.into())
    }
}
