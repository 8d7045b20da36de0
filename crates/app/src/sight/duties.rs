//! Duty rules 责任分工, which are the same for everybody who may come in, and whom they make responsible in a project of which
//! the caller may read all.

use std::collections::HashMap;

use luodi_domain::decide::{answerable, task_of, task_of_entry};
use luodi_domain::duty::{DutyRule, Task};
use luodi_domain::ids::{DutyRuleId, OfficerId, PermitId, ProjectId};
use luodi_domain::plan::Offices;
use luodi_domain::stage::Stage;
use luodi_store::duties::{self, DutyFilter};
use luodi_store::projects;
use luodi_store::registry::agencies;

use super::Sight;
use crate::projects::{named_by, roster};
use crate::{AppError, Call};

/// What somebody is to be responsible for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The visit of a stage.
    Stage(Stage),
    /// A permit that is in the plan.
    Permit(PermitId),
    /// A permit of this entry, as the plan would have it.
    Entry(String),
}

/// Who is responsible where nobody is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnDuty {
    /// Who; nobody where no rule says, and no landing specialist can be.
    pub officer: Option<OfficerId>,
    /// By which rule; none where it is the landing specialist.
    pub rule: Option<DutyRule>,
}

impl Sight {
    /// A duty rule, over or not.
    pub async fn duty_rule(&self, id: DutyRuleId) -> Result<Option<DutyRule>, AppError> {
        Ok(duties::by_ids(&mut self.app.db.read().await?, &[id]).await?.pop())
    }

    /// A page of the duty rules that a list asks for, in the order in which they were entered.
    pub async fn duty_rules(
        &self,
        filter: &DutyFilter,
        after: Option<DutyRuleId>,
        limit: u32,
    ) -> Result<Vec<DutyRule>, AppError> {
        Ok(duties::page(&mut self.app.db.read().await?, filter, after, limit).await?)
    }

    /// How many duty rules a list asks for.
    pub async fn count_duty_rules(&self, filter: &DutyFilter) -> Result<i64, AppError> {
        Ok(duties::count(&mut self.app.db.read().await?, filter).await?)
    }

    /// The duty rules that name officers and are not over.
    pub async fn duty_rules_of(
        &self,
        officers: &[OfficerId],
    ) -> Result<HashMap<OfficerId, Vec<DutyRule>>, AppError> {
        let found = duties::ahead_of(&mut self.app.db.read().await?, officers, self.app.today()).await?;
        let mut by_officer: HashMap<OfficerId, Vec<DutyRule>> = HashMap::new();
        for rule in found {
            by_officer.entry(rule.officer).or_default().push(rule);
        }
        Ok(by_officer)
    }

    /// Who would be responsible in a project today if nobody were named; nothing where the caller may not read all of it,
    /// and of a permit or an entry that is not there.
    pub async fn on_duty(&self, id: ProjectId, asked: &Asked) -> Result<Option<OnDuty>, AppError> {
        if !self.may_read_all(id).await? {
            return Ok(None);
        }
        let app = &self.app;
        let mut conn = app.db.read().await?;
        let Some(project) = projects::load_one(&mut conn, id).await? else { return Ok(None) };
        let step = app.step(Call::new(None, "dutyOfficer"), "DUTY");
        let mut named = named_by(&project);
        let rules = roster::rules_at(&mut conn, &project.profile.place, step.today, &mut named).await?;
        let mut context = step.supposing(&mut conn, named).await?;
        roster::choose_among(&mut conn, &mut context, rules, project.profile.originating_agency).await?;
        let seen = app.notices_seen(&mut conn).await?;
        context.facts.catalogue = seen.overrides.catalogue_of(project.profile.place.nearest_first());
        let regions: Vec<_> = project.profile.place.regions().collect();
        context.facts.offices = Offices::new(agencies::offices_in(&mut conn, &regions).await?);
        let task = match asked {
            Asked::Stage(stage) => Some(Task::Visit(*stage)),
            Asked::Permit(id) => project.permits.get(id).map(|permit| task_of(permit, &project, &context)),
            Asked::Entry(code) => task_of_entry(code, &project, &context),
        };
        let found = |task| answerable(&project, &task, &context);
        Ok(task.map(|task| match found(task) {
            Some((officer, rule)) => OnDuty { officer: Some(officer), rule: rule.cloned() },
            None => OnDuty::default(),
        }))
    }
}
