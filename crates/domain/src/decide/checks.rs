//! Checks that several decisions share: texts, days, and whether what is named exists and may be used.

use chrono::NaiveDate;

use super::duty::answerable;
use crate::actor::{Authority, Instrument, OfficerFacts, PostRole};
use crate::command::NewContact;
use crate::context::{Circumstances, Context};
use crate::duty::Task;
use crate::ids::{AgencyId, OfficerId};
use crate::money::Money;
use crate::private::{Contact, Private};
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};
use crate::text::{TextError, clean_block, clean_line};

/// The longest name, in characters.
pub const NAME: usize = 200;
/// The longest other single line, in characters.
pub const LINE: usize = 300;
/// The longest free text, in characters.
pub const TEXT: usize = 4000;
/// The largest amount anybody can promise: ten trillion yuan, 十万亿元, above what all projects of a province amount to.
const MOST_PROMISED: Money = Money::from_fen(10_000_000_000_000 * 100);
/// The earliest day a fact may have: nothing this system follows is older than the reform of 1978.
pub const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1978, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

pub(super) fn text_refusal(error: &TextError, field: &'static str) -> Refusal {
    Refusal::of_text(error).at(field)
}

impl Refusal {
    /// A text that cannot be taken, wherever it stands.
    pub(crate) fn of_text(error: &TextError) -> Self {
        match *error {
            TextError::Empty => Self::new(Rule::TextEmpty),
            TextError::TooLong { max, found } => {
                Self::new(Rule::TextTooLong).with("max", number(max)).with("found", number(found))
            }
            TextError::Control { position, .. } => {
                Self::new(Rule::TextControlCharacter).with("position", number(position))
            }
        }
    }
}

fn number(value: usize) -> Fact {
    Fact::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A cleaned single line.
pub(crate) fn line(text: &str, max: usize, field: &'static str) -> Result<String, Refusal> {
    clean_line(text, max).map_err(|error| text_refusal(&error, field))
}

/// A cleaned single line, or nothing if there is none.
pub(crate) fn maybe_line(
    text: Option<&String>,
    max: usize,
    field: &'static str,
) -> Result<Option<String>, Refusal> {
    text.map(|text| line(text, max, field)).transpose()
}

/// A cleaned single line that may be erased; one that was stays so.
pub(crate) fn private_line(text: &Private, max: usize, field: &'static str) -> Result<Private, Refusal> {
    match text.text() {
        Some(text) => line(text, max, field).map(Private::new),
        None => Ok(Private::erased()),
    }
}

/// A cleaned free text.
pub(super) fn block(text: &str, field: &'static str) -> Result<Private, Refusal> {
    clean_block(text, TEXT).map(Private::new).map_err(|error| text_refusal(&error, field))
}

/// A cleaned contact.
pub(super) fn contact(contact: &NewContact) -> Result<Contact, Refusal> {
    let name = Private::new(line(&contact.name, NAME, "name")?);
    let phone = maybe_line(contact.phone.as_ref(), 40, "phone")?.map(Private::new);
    Ok(Contact { name, phone })
}

/// The day, reason and authority that come with any command, the texts cleaned.
pub(super) fn circumstances(context: &Context) -> Result<Circumstances, Refusal> {
    past(context.occurred_on, context, "occurredOn")?;
    let reason = context.reason.as_ref().map(|reason| block(reason, "reason")).transpose()?;
    let authority = context.authority.as_ref().map(|authority| decided(authority, context)).transpose();
    let authority = authority.map_err(|refusal| refusal.under("authority"))?;
    Ok(Circumstances { occurred_on: context.occurred_on, reason, authority })
}

/// A decision is known by who took it and when; few instructions and no word of mouth have a number. Who decided may have
/// left the service since.
fn decided(authority: &Authority, context: &Context) -> Result<Authority, Refusal> {
    officer_exists(authority.officer, context, "officerId")?;
    past(authority.on, context, "on")?;
    let number = authority.number.as_ref().map(|number| private_line(number, LINE, "number")).transpose()?;
    let authority = Authority { number, ..authority.clone() };
    if context.recorder.is_some() {
        numbered(&authority)?;
    }
    Ok(authority)
}

/// What lets somebody do what he could not by his own right has a number if it was written, so that it can be found.
pub(super) fn numbered(authority: &Authority) -> Result<(), Refusal> {
    if authority.number.is_none() && authority.instrument != Instrument::Oral {
        return Err(Refusal::new(Rule::AuthorityNumberRequired).at("number"));
    }
    Ok(())
}

/// Refuses one more where there are as many as can be.
pub fn too_many(field: &'static str, most: usize) -> Refusal {
    Refusal::new(Rule::TooMany).at(field).with("max", Fact::Number(i64::try_from(most).unwrap_or(i64::MAX)))
}

/// A day on which something happened: not after today, not before [`EARLIEST`].
pub(super) fn past(day: NaiveDate, context: &Context, field: &'static str) -> Result<(), Refusal> {
    if day > context.today {
        let refusal = Refusal::new(Rule::DateInFuture).at(field);
        return Err(refusal.with("date", Fact::Date(day)).with("today", Fact::Date(context.today)));
    }
    not_ancient(day, field)
}

/// A day that is planned: any day from [`EARLIEST`] on, up to a century ahead.
pub(crate) fn planned(day: NaiveDate, context: &Context, field: &'static str) -> Result<(), Refusal> {
    let latest = context.today.checked_add_months(chrono::Months::new(1200)).unwrap_or(NaiveDate::MAX);
    if day > latest {
        return Err(Refusal::new(Rule::DateInFuture)
            .at(field)
            .with("date", Fact::Date(day))
            .with("today", Fact::Date(context.today)));
    }
    not_ancient(day, field)
}

fn not_ancient(day: NaiveDate, field: &'static str) -> Result<(), Refusal> {
    if day < EARLIEST {
        return Err(Refusal::new(Rule::DateTooEarly)
            .at(field)
            .with("date", Fact::Date(day))
            .with("earliest", Fact::Date(EARLIEST)));
    }
    Ok(())
}

/// An amount that was promised: never negative, and never so large that thousands of them could not be summed.
pub(super) fn amount(amount: Option<Money>, field: &'static str) -> Result<(), Refusal> {
    match amount {
        Some(amount) if amount.non_negative().is_err() || amount > MOST_PROMISED => {
            Err(Refusal::new(Rule::MoneyInvalid).at(field).text("value", amount.to_yuan_string()))
        }
        _ => Ok(()),
    }
}

/// A day that must not lie before another.
pub(crate) fn in_order(earlier: NaiveDate, later: NaiveDate, field: &'static str) -> Result<(), Refusal> {
    if later < earlier {
        let refusal = Refusal::new(Rule::DateOutOfOrder).at(field);
        return Err(refusal.with("date", Fact::Date(later)).with("notBefore", Fact::Date(earlier)));
    }
    Ok(())
}

/// What happens to a project now is not told of a day before its standing last changed: it was not so then.
pub(super) fn after_standing(project: &Project, context: &Context) -> Result<(), Refusal> {
    project
        .standing_changed_on
        .map_or(Ok(()), |changed_on| in_order(changed_on, context.occurred_on, "occurredOn"))
}

/// The cleaned reason, which the command must have.
pub(super) fn reason(context: &Context) -> Result<Private, Refusal> {
    match &context.reason {
        Some(reason) => block(reason, "reason"),
        None => Err(Refusal::new(Rule::ReasonRequired).at("reason")),
    }
}

/// Whether an officer is known.
pub(crate) fn officer_exists(
    officer: OfficerId,
    context: &Context,
    field: &'static str,
) -> Result<(), Refusal> {
    if context.facts.officers.contains_key(&officer) {
        Ok(())
    } else {
        Err(unknown(field, officer.to_string()))
    }
}

/// Whether an officer is known and in service.
pub(crate) fn officer_serves(
    officer: OfficerId,
    context: &Context,
    field: &'static str,
) -> Result<(), Refusal> {
    officer_exists(officer, context, field)?;
    let refuse = |rule| Err(Refusal::new(rule).at(field).text("officer", officer.to_string()));
    match context.facts.officers.get(&officer) {
        Some(facts) if facts.serves() => Ok(()),
        Some(facts) if facts.active => refuse(Rule::AgencyClosed),
        _ => refuse(Rule::OfficerInactive),
    }
}

/// Whether an officer may be responsible for a step: in service, and one of ours, who works on projects.
pub(crate) fn can_be_responsible(
    officer: OfficerId,
    context: &Context,
    field: &'static str,
) -> Result<(), Refusal> {
    has_role(officer, PostRole::works_on_projects, context, field)
}

/// Whether an officer may be the leader in charge: in service, and a leader.
pub(super) fn can_lead(officer: OfficerId, context: &Context, field: &'static str) -> Result<(), Refusal> {
    has_role(officer, |role| role == PostRole::Leader, context, field)
}

fn has_role(
    officer: OfficerId,
    fits: impl Fn(PostRole) -> bool,
    context: &Context,
    field: &'static str,
) -> Result<(), Refusal> {
    officer_serves(officer, context, field)?;
    match context.facts.officers.get(&officer) {
        Some(facts) if !fits(facts.role) => Err(Refusal::new(Rule::OfficerNotOurs)
            .at(field)
            .text("officer", officer.to_string())
            .with("role", Fact::Term("role", facts.role.as_str()))),
        _ => Ok(()),
    }
}

/// Whether an officer may go on holding a step, or take one up again: posts change while a step is closed.
pub(super) fn may_hold(officer: OfficerId, context: &Context) -> bool {
    can_be_responsible(officer, context, "officerId").is_ok()
}

/// Whether an officer is in service, as far as is known.
pub(super) fn is_active(officer: OfficerId, context: &Context) -> bool {
    context.facts.officers.get(&officer).is_some_and(OfficerFacts::serves)
}

/// The officer for a new step: the one named, who must serve; else whom a duty rule names; else the landing specialist, if
/// he serves.
pub(super) fn responsible(
    named: Option<OfficerId>,
    task: &Task<'_>,
    project: &Project,
    context: &Context,
) -> Result<OfficerId, Refusal> {
    if let Some(officer) = named {
        return can_be_responsible(officer, context, "officerId").map(|()| officer);
    }
    let found = answerable(project, task, context).map(|(officer, _)| officer);
    found.ok_or_else(|| Refusal::new(Rule::OfficerRequired).at("officerId"))
}

/// Whether an agency is known and works.
pub(super) fn agency_works(
    agency: Option<AgencyId>,
    context: &Context,
    field: &'static str,
) -> Result<(), Refusal> {
    match agency {
        Some(agency) if !context.facts.agencies.contains(&agency) => Err(unknown(field, agency.to_string())),
        _ => Ok(()),
    }
}

/// What is named does not exist.
pub(crate) fn unknown(field: &'static str, id: String) -> Refusal {
    Refusal::new(Rule::NotFound).at(field).text("id", id)
}
