//! What a region says otherwise than the permit catalogue 地方调整, entered by an administrator.

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, SubsecRound};
use futures::FutureExt;
use luodi_domain::catalogue::{
    Catalogue, KeptRule, RegionalError, RegionalRule, Ruling, may_override_permit_types,
};
use luodi_domain::ids::{OverrideId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::words::Words;
use luodi_reference::catalogue::{read_ruling, written_ruling};
use luodi_store::db::Tx;
use luodi_store::registry::regions;
use luodi_store::{administration, overrides};

use super::change::expect;
use super::note::Changed;
use super::reach::keeps_in;
use crate::overrides::Override;
use crate::{App, AppError, Call, Outcome};

/// What a region says, as it is entered.
#[derive(Debug, Clone)]
pub struct NewOverride {
    /// The new id.
    pub id: OverrideId,
    /// What it says, of which entry, from when on, and in which document.
    pub rule: RegionalRule,
}

/// That a rule of a region is to end.
#[derive(Debug, Clone)]
pub struct EndOfOverride {
    /// Which one.
    pub id: OverrideId,
    /// Its last day.
    pub last: NaiveDate,
    /// The document that says so.
    pub source: String,
}

/// The digits of a second that both databases keep.
const MICROS: u16 = 6;

impl App {
    /// Enters what a region says otherwise than the permit catalogue. It holds for the next question.
    pub async fn override_permit_type(&self, call: Call, wanted: NewOverride) -> Result<Outcome, AppError> {
        let (recorded_by, recorded_at) = (call.officer, self.system_now().trunc_subsecs(MICROS));
        let catalogue = self.catalogue();
        self.change_registry(call, may_override_permit_types, move |tx, context| {
            let (NewOverride { id, rule }, catalogue) = (wanted.clone(), catalogue.clone());
            async move {
                there_is(tx, rule.region).await?;
                keeps_in(tx, &context, Some(rule.region)).await?;
                let rule = rule.cleaned(&context)?;
                // What two enter at once could contradict one another.
                administration::hold(tx).await?;
                let others: Vec<RegionalRule> =
                    Override::all(tx).await?.into_iter().map(|other| other.rule).collect();
                let places = Places::around(tx, &rule, &others).await?;
                let checked = rule.check(&catalogue, &places.of(rule.region), &others);
                let checked = checked.and_then(|()| places.check_below(&rule, &catalogue, &others));
                if let Err(error) = checked {
                    return Err(refused(tx, &error, (&catalogue, &others), &rule).await?);
                }
                let says = written_ruling(&rule.ruling);
                // What could not be read again would stand in everybody's way.
                if read_ruling("", &says).as_ref() != Ok(&rule.ruling) {
                    return Err(Refusal::new(Rule::ValueInvalid).at("extra").into());
                }
                let kept = KeptRule::entered(id, &rule, says, (recorded_by, recorded_at));
                overrides::insert(tx, &kept).await?;
                Ok(Changed::between(None, &kept, Some(kept.region)))
            }
            .boxed()
        })
        .await
    }

    /// Ends what a region says: with the day given, or the day before its first where it was entered by mistake.
    pub async fn end_permit_type_override(
        &self,
        call: Call,
        wanted: EndOfOverride,
    ) -> Result<Outcome, AppError> {
        let (by, at) = (call.officer, self.system_now().trunc_subsecs(MICROS));
        let (asked, catalogue) = (call.clone(), self.catalogue());
        self.change_registry(call, may_override_permit_types, move |tx, context| {
            let (EndOfOverride { id, last, source }, catalogue) = (wanted.clone(), catalogue.clone());
            let asked = asked.clone();
            async move {
                administration::hold(tx).await?;
                let (own, others): (Vec<_>, Vec<_>) =
                    Override::all(tx).await?.into_iter().partition(|one| one.kept.id == id);
                let found = own.into_iter().next().ok_or_else(|| AppError::not_found("overrideId", &id))?;
                let before = found.kept;
                keeps_in(tx, &context, Some(before.region)).await?;
                expect(&asked, before.version)?;
                let after = before.clone().ended(last, (&source, by, at))?;
                let rule = RegionalRule { valid_to: after.valid_to, ..found.rule };
                let others: Vec<RegionalRule> = others.into_iter().map(|other| other.rule).collect();
                let places = Places::around(tx, &rule, &others).await?;
                if let Err(error) = places.check_below(&rule, &catalogue, &others) {
                    return Err(refused(tx, &error, (&catalogue, &others), &rule).await?);
                }
                overrides::end(tx, &after, before.version).await?;
                let after = KeptRule { version: before.version + 1, ..after };
                Ok(Changed::between(Some(&before), &after, Some(after.region)))
            }
            .boxed()
        })
        .await
    }
}

async fn there_is(tx: &mut Tx<'_>, region: RegionId) -> Result<(), AppError> {
    let found = regions::by_ids(tx, &[region]).await?.pop();
    found.map(drop).ok_or_else(|| AppError::not_found("regionId", &region))
}

/// What to tell whoever entered it, with the name of the region whose rule stands in the way, and of the entries.
async fn refused(
    tx: &mut Tx<'_>,
    error: &RegionalError,
    (catalogue, others): (&Catalogue, &[RegionalRule]),
    rule: &RegionalRule,
) -> Result<AppError, AppError> {
    let name = match error {
        RegionalError::Above { region, .. } | RegionalError::Below { region, .. } => {
            regions::by_ids(tx, &[*region]).await?.pop().map(|region| region.name)
        }
        _ => None,
    };
    let called = |code: &str| {
        let own = others.iter().chain([rule]).filter(|own| own.code == code);
        let extra = own.into_iter().find_map(|own| match &own.ruling {
            Ruling::Extra(extra) => Some(Words::new(&extra.zh, &extra.en)),
            Ruling::TakenOff | Ruling::Adjusted(_) => None,
        });
        let found = extra.or_else(|| catalogue.name(code, rule.valid_from));
        found.unwrap_or_else(|| Words::new(code, code))
    };
    Ok(error.refusal(rule, |region| name.unwrap_or_else(|| region.to_string()), called).into())
}

/// The regions that say anything, with those above each.
struct Places(HashMap<RegionId, Vec<RegionId>>);

impl Places {
    async fn around(tx: &mut Tx<'_>, rule: &RegionalRule, others: &[RegionalRule]) -> Result<Self, AppError> {
        let named: BTreeSet<RegionId> = others.iter().chain([rule]).map(|rule| rule.region).collect();
        let named: Vec<RegionId> = named.into_iter().collect();
        Ok(Self(regions::ancestors(tx, &named).await?))
    }

    /// A region and those above it, nearest first.
    fn of(&self, region: RegionId) -> Vec<RegionId> {
        let above = self.0.get(&region).into_iter().flatten().copied();
        std::iter::once(region).chain(above).collect()
    }

    /// Looks at the region of a rule and at all below it that say anything.
    fn check_below(
        &self,
        rule: &RegionalRule,
        catalogue: &Catalogue,
        others: &[RegionalRule],
    ) -> Result<(), RegionalError> {
        let mut concerned: Vec<Vec<RegionId>> = self.0.keys().map(|region| self.of(*region)).collect();
        concerned.retain(|place| place.contains(&rule.region));
        // The same is told of the same rules, whichever way the regions came.
        concerned.sort();
        concerned.iter().try_for_each(|place| rule.check_below(catalogue, place, others))
    }
}
