//! Duty rules 责任分工, kept by those who keep the registry of a region, in person.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use futures::FutureExt;
use luodi_domain::administration::Change;
use luodi_domain::context::{Context, References};
use luodi_domain::duty::{DutyRule, EndOfDuty, Ending, NewDuty, may_keep_duties};
use luodi_domain::ids::{DutyRuleId, OfficerId, RegionId};
use luodi_domain::refusal::{Fact, Refusal, Segment};
use luodi_store::administration::{self, Noted};
use luodi_store::db::Tx;
use luodi_store::duties;
use luodi_store::projects::Whose;
use luodi_store::registry::officers;

use super::change::{expect, log};
use super::note::Changed;
use super::reach::keeps_in;
use crate::projects::Step;
use crate::{App, AppError, Call, Outcome};

/// That somebody else is to have a rule from a day on.
#[derive(Debug, Clone)]
pub struct DutyHandover {
    /// Which rule.
    pub id: DutyRuleId,
    /// The id of the rule that follows it.
    pub successor: DutyRuleId,
    /// Who has that.
    pub officer: OfficerId,
    /// From which day on; from today when not said, or from its first day if that is later.
    pub from: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
}

/// The digits of a second that both databases keep.
const MICROS: u16 = 6;

impl App {
    /// Enters a duty rule. It holds for the next command that leaves open who is responsible.
    pub async fn set_duty_rule(&self, call: Call, wanted: NewDuty) -> Result<Outcome, AppError> {
        let (operation, app) = (call.operation, self.clone());
        let outcome = self
            .command(call, "REGISTRY", move |tx, step, _| {
                let (app, wanted) = (app.clone(), wanted.clone());
                async move { set(&app, tx, step, &wanted).await }.boxed()
            })
            .await;
        log(operation, &outcome);
        outcome
    }

    /// Gives a duty rule to another officer from a day on: the rule ends, and another one follows it.
    pub async fn update_duty_rule(&self, call: Call, wanted: DutyHandover) -> Result<Outcome, AppError> {
        let operation = call.operation;
        let outcome = self
            .command(call, "REGISTRY", move |tx, step, _| {
                let wanted = wanted.clone();
                async move { pass_on(tx, step, &wanted).await }.boxed()
            })
            .await;
        log(operation, &outcome);
        outcome
    }

    /// Ends a duty rule: with a day, or the day before its first where it was entered by mistake.
    pub async fn end_duty_rule(
        &self,
        call: Call,
        id: DutyRuleId,
        wanted: EndOfDuty,
    ) -> Result<Outcome, AppError> {
        let operation = call.operation;
        let outcome = self
            .command(call, "REGISTRY", move |tx, step, _| {
                let wanted = wanted.clone();
                async move { end(tx, step, id, &wanted).await }.boxed()
            })
            .await;
        log(operation, &outcome);
        outcome
    }
}

fn recorded_at(step: &Step) -> DateTime<Utc> {
    step.asked_at.trunc_subsecs(MICROS)
}

/// The facts about a region and officers, who are held first: whoever hands them over, or takes them out of service, comes
/// before or after. A caller who may not keep the region is refused.
async fn kept(
    tx: &mut Tx<'_>,
    step: &Step,
    region: RegionId,
    people: &[OfficerId],
    mut named: References,
) -> Result<Context, AppError> {
    officers::hold(tx, people).await?;
    named.regions.insert(region);
    named.officers.extend(people);
    let context = step.context(tx, named).await?;
    may_keep_duties(&context)?;
    if !context.facts.regions.contains_key(&region) {
        return Err(AppError::not_found("regionId", &region));
    }
    keeps_in(tx, &context, Some(region)).await?;
    // What two enter at once could be the same.
    administration::hold(tx).await?;
    Ok(context)
}

async fn set(app: &App, tx: &mut Tx<'_>, step: &Step, wanted: &NewDuty) -> Result<Outcome, AppError> {
    step.in_person()?;
    let agencies = wanted.scope.permits().agency.into_iter().collect();
    let named = References { agencies, ..References::default() };
    let context = kept(tx, step, wanted.region, &[wanted.officer], named).await?;
    let above = context.facts.regions.get(&wanted.region).into_iter().flat_map(|facts| facts.above.clone());
    let place = std::iter::once(wanted.region).chain(above);
    let catalogue = app.notices_seen(tx).await?.overrides.catalogue_of(place);
    let deciding = |code: &str, from, to| catalogue.departments(code, from, to);
    let others = duties::of_region(tx, wanted.region).await?;
    let entered = DutyRule::entered(wanted, &others, deciding, recorded_at(step), &context);
    let rule = match entered {
        Ok(rule) => rule,
        Err(refusal) => return Err(named_holder(tx, refusal, &others).await?.into()),
    };
    duties::insert(tx, &rule, step.today).await?;
    note(tx, step, Changed::between(None, &rule, Some(rule.region))).await
}

/// A refusal, with who is responsible by the rule that stands in the way.
async fn named_holder(tx: &mut Tx<'_>, refusal: Refusal, others: &[DutyRule]) -> Result<Refusal, AppError> {
    let own = refusal.facts.iter().find_map(|(name, fact)| match fact {
        Fact::Text(id) if *name == "dutyRule" => others.iter().find(|other| other.id.to_string() == *id),
        _ => None,
    });
    let Some(own) = own else { return Ok(refusal) };
    let holder = officers::by_ids(tx, &[own.officer]).await?.pop();
    Ok(holder.into_iter().fold(refusal, |refusal, holder| refusal.text("officer", holder.name)))
}

/// A rule with the facts that its change is decided on, read once nobody else can change it.
async fn found(
    tx: &mut Tx<'_>,
    step: &Step,
    id: DutyRuleId,
    heir: Option<OfficerId>,
) -> Result<(DutyRule, Context), AppError> {
    step.in_person()?;
    let not_found = || AppError::not_found("dutyRuleId", &id);
    let rule = duties::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    let people: Vec<OfficerId> =
        [Some(rule.officer), heir.filter(|heir| *heir != rule.officer)].into_iter().flatten().collect();
    let context = kept(tx, step, rule.region, &people, References::default()).await?;
    let rule = duties::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    expect(&step.call, rule.version)?;
    Ok((rule, context))
}

async fn pass_on(tx: &mut Tx<'_>, step: &Step, wanted: &DutyHandover) -> Result<Outcome, AppError> {
    let (rule, context) = found(tx, step, wanted.id, Some(wanted.officer)).await?;
    let end = EndOfDuty { last: None, reason: wanted.reason.clone() };
    let ending = end.ending(recorded_at(step), &context)?;
    let heir = (wanted.successor, wanted.officer);
    let (before, ended, next) = passed(tx, step, rule, heir, wanted.from, ending, &context).await?;
    let follows = Noted { change: Change::between(None, &next), region: Some(next.region) };
    let mut changed = Changed::between(Some(&before), &ended, Some(ended.region)).with(vec![follows]);
    changed.object = next.id.uuid();
    note(tx, step, changed).await
}

async fn end(tx: &mut Tx<'_>, step: &Step, id: DutyRuleId, wanted: &EndOfDuty) -> Result<Outcome, AppError> {
    let (before, context) = found(tx, step, id, None).await?;
    let after = before.clone().ended(wanted, recorded_at(step), &context)?;
    duties::end(tx, &after, before.version, step.today).await?;
    note(tx, step, Changed::between(Some(&before), &after, Some(after.region))).await
}

async fn note(tx: &mut Tx<'_>, step: &Step, changed: Changed) -> Result<Outcome, AppError> {
    administration::append(tx, &step.deed(), &changed.noted).await?;
    Ok(Outcome::of_object(changed.object))
}

/// Ends a rule and enters the one that follows it; returns it as it was, as it is, and what follows.
async fn passed(
    tx: &mut Tx<'_>,
    step: &Step,
    rule: DutyRule,
    heir: (DutyRuleId, OfficerId),
    from: Option<NaiveDate>,
    ending: Ending,
    context: &Context,
) -> Result<(DutyRule, DutyRule, DutyRule), AppError> {
    let (ended, next) = rule.clone().handed_over(heir, from, ending, context)?;
    duties::end(tx, &ended, rule.version, step.today).await?;
    duties::insert(tx, &next, step.today).await?;
    Ok((rule, ended, next))
}

/// Hands the rules that name an officer to another, of whom they must fit; returns what is to be noted of it. Call it once
/// both are held.
pub(crate) async fn handed_over(
    app: &App,
    tx: &mut Tx<'_>,
    step: &Step,
    (from, to): (OfficerId, OfficerId),
) -> Result<Vec<Noted>, AppError> {
    duties::close_over(tx, Whose::Officer(from), step.today).await?;
    let rules = duties::open_of(tx, from).await?;
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let regions = rules.iter().map(|rule| rule.region).collect();
    let named = References { officers: BTreeSet::from([to]), regions, ..References::default() };
    let context = step.context(tx, named).await?;
    let at_receiver = |error: AppError| match error {
        AppError::Refused(refusal) => Refusal { at: vec![Segment::Field("toOfficerId")], ..*refusal }.into(),
        error => error,
    };
    let mut noted = Vec::with_capacity(rules.len() * 2);
    for rule in rules {
        let ending = EndOfDuty::with_hand_over(step.call.reason.as_deref());
        let ending = ending.ending(recorded_at(step), &context)?;
        let heir = (DutyRuleId::from_uuid(app.new_id()), to);
        let (before, ended, next) =
            passed(tx, step, rule, heir, None, ending, &context).await.map_err(at_receiver)?;
        noted.push(Noted { change: Change::between(Some(&before), &ended), region: Some(ended.region) });
        noted.push(Noted { change: Change::between(None, &next), region: Some(next.region) });
    }
    Ok(noted)
}
