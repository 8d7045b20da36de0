//! Agencies.

use std::collections::BTreeSet;

use futures::FutureExt;
use luodi_domain::actor::Duties;
use luodi_domain::catalogue::Department;
use luodi_domain::decide::{may_keep_registry, may_name_kind};
use luodi_domain::ids::{AgencyId, RegionId};
use luodi_domain::registry::{Agency, AgencyKind};
use luodi_store::outlook;
use luodi_store::projects::Whose;
use luodi_store::registry::agencies::{self, NAME_ONCE};
use luodi_store::registry::regions;

use super::change::{FIRST_VERSION, duplicate, expect};
use super::duties;
use super::note::Changed;
use super::reach::{keeps_in, keeps_of};
use crate::{App, AppError, Call, Outcome};

/// What to change of an agency; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct AgencyPatch {
    /// What kind of unit it is.
    pub kind: Option<AgencyKind>,
    /// Its full name.
    pub name: Option<String>,
    /// What people call it; an inner nothing clears it.
    pub short_name: Option<Option<String>>,
    /// The kinds of department it is.
    pub departments: Option<BTreeSet<Department>>,
    /// Whether it still works. Closing it while its people hold open steps or standing duties is refused: hand over first.
    pub active: Option<bool>,
}

impl App {
    /// Enters an agency.
    pub async fn create_agency(&self, call: Call, agency: Agency) -> Result<Outcome, AppError> {
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let agency = Agency { version: FIRST_VERSION, ..agency.clone() };
            async move {
                if regions::by_ids(tx, &[agency.region]).await?.is_empty() {
                    return Err(AppError::not_found("regionId", &agency.region));
                }
                keeps_in(tx, &context, Some(agency.region)).await?;
                may_name_kind(None, agency.kind, &context)?;
                let agency = agency.checked()?;
                agencies::insert(tx, &agency)
                    .await
                    .map_err(|error| duplicate(error, &[(NAME_ONCE, "name")]))?;
                if !agency.departments.is_empty() {
                    outlook::departments_changed(tx).await?;
                }
                Ok(Changed::between(None, &agency, Some(agency.region)))
            }
            .boxed()
        })
        .await
        .inspect(|_| self.outlooks.forget())
    }

    /// Changes an agency.
    pub async fn update_agency(
        &self,
        call: Call,
        id: AgencyId,
        patch: AgencyPatch,
    ) -> Result<Outcome, AppError> {
        let (caller, today) = (call.clone(), self.today());
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let (call, patch) = (caller.clone(), patch.clone());
            async move {
                let found = agencies::by_ids(tx, &[id]).await?.into_iter().next();
                let before = found.ok_or_else(|| AppError::not_found("agencyId", &id))?;
                keeps_of(tx, &context, id).await?;
                expect(&call, before.version)?;
                let after = Agency {
                    kind: patch.kind.unwrap_or(before.kind),
                    name: patch.name.unwrap_or_else(|| before.name.clone()),
                    short_name: patch.short_name.unwrap_or_else(|| before.short_name.clone()),
                    departments: patch.departments.unwrap_or_else(|| before.departments.clone()),
                    active: patch.active.unwrap_or(before.active),
                    ..before.clone()
                };
                may_name_kind(Some(before.kind), after.kind, &context)?;
                let after = after.checked()?;
                if after != before {
                    let updated = agencies::update(tx, &after, before.version).await;
                    updated.map_err(|error| duplicate(error, &[(NAME_ONCE, "name")]))?;
                }
                if decides(&before) != decides(&after) {
                    outlook::departments_changed(tx).await?;
                }
                if before.active && !after.active {
                    duties::keep(tx, Whose::Agency(id), today, "active", Duties::is_none).await?;
                }
                Ok(Changed::between(Some(&before), &after, Some(after.region)))
            }
            .boxed()
        })
        .await
        .inspect(|_| self.outlooks.forget())
    }
}

/// What plans depend on: where it decides permits of which departments.
fn decides(agency: &Agency) -> Option<(RegionId, &BTreeSet<Department>)> {
    (agency.active && !agency.departments.is_empty()).then_some((agency.region, &agency.departments))
}
