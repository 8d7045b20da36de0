//! Days off 放假: the State Council's notice of a year, entered by an administrator.

use futures::FutureExt;
use luodi_domain::calendar::{DaysOff, KeptDaysOff, may_publish_days_off};
use luodi_domain::context::Context;
use luodi_domain::ids::{DaysOffId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::{administration, days_off};

use super::change::{FIRST_VERSION, duplicate};
use super::note::Changed;
use crate::calendar::{Published, came_with};
use crate::projects::version_conflict;
use crate::{App, AppError, Call, Outcome};

impl App {
    /// Publishes the days off of a year: a new one, or instead of what the calendar has, at the version that the caller
    /// read.
    pub async fn publish_days_off(&self, call: Call, days_off: DaysOff) -> Result<Outcome, AppError> {
        self.publish(call, days_off, false).await
    }

    /// The same at the machine itself, whatever the version where `replace` is set.
    pub async fn add_days_off(&self, days_off: DaysOff, replace: bool) -> Result<Outcome, AppError> {
        self.publish(Call::new(None, "calendar add"), days_off, replace).await
    }

    async fn publish(&self, call: Call, days_off: DaysOff, replace: bool) -> Result<Outcome, AppError> {
        let id = DaysOffId::from_uuid(self.new_id());
        let expected = call.expected_version;
        self.change_registry(call, may_publish_days_off, move |tx, context| {
            let days_off = days_off.clone();
            async move {
                let days_off = days_off.checked().map_err(Refusal::from)?;
                days_off.check_notice()?;
                // Two years published at once could contradict one another.
                administration::hold(tx).await?;
                let mut kept = days_off::all(tx).await?;
                let place = kept.iter().position(|kept| kept.days_off.year == days_off.year);
                let before = place.map(|place| kept.remove(place));
                let found = before.as_ref().map_or(0, |before| before.version);
                let known = before.is_some() || came_with(days_off.year)?;
                match expected {
                    Some(expected) if expected != found => {
                        return Err(version_conflict(expected, found).into());
                    }
                    None if known && !replace => {
                        return Err(Refusal::new(Rule::Required).at("expectedVersion").into());
                    }
                    _ => {}
                }
                let after = match &before {
                    Some(before) if before.days_off == days_off => before.clone(),
                    Some(before) => KeptDaysOff { id: before.id, days_off, version: found + 1 },
                    None => KeptDaysOff { id, days_off, version: FIRST_VERSION },
                };
                kept.push(after.clone());
                Published::with(&kept).map_err(|error| contradiction(error, &after.days_off))?;
                match &before {
                    Some(before) if *before == after => {}
                    Some(before) => days_off::update(tx, &after, before.version).await?,
                    None => {
                        let inserted = days_off::insert(tx, &after).await;
                        inserted.map_err(|error| duplicate(error, &[(days_off::ONCE, "year")]))?;
                    }
                }
                Ok(Changed::between(before.as_ref(), &after, belongs_to(tx, &context).await?))
            }
            .boxed()
        })
        .await
    }
}

/// Makes of notices that contradict one another something that whoever enters one can act on.
fn contradiction(error: AppError, published: &DaysOff) -> AppError {
    let refusal = match &error {
        AppError::Calendar(contradiction) => contradiction.refusal(published),
        _ => None,
    };
    refusal.map_or(error, AppError::from)
}

/// The region at the top for which it was published: it is read there.
async fn belongs_to(tx: &mut Tx<'_>, context: &Context) -> Result<Option<RegionId>, AppError> {
    match context.actor.officer() {
        Some(officer) => Ok(officer.regions.last().copied()),
        None => Ok(days_off::top(tx).await?),
    }
}
