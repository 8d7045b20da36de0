//! Years that administrators published: what the calendar has beyond, or instead of, what comes with the product.

use crate::context::Context;
use crate::decide::may_keep_for_all;
use crate::ids::DaysOffId;
use crate::refusal::{Fact, Refusal, Rule};

use super::days_off::{DayList, DaysOff, DaysOffError, FIRST_YEAR, LAST_YEAR, MOST_SOURCES};
use super::work::CalendarError;

/// The days off of a year as an administrator published them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDaysOff {
    /// The id.
    pub id: DaysOffId,
    /// The days.
    pub days_off: DaysOff,
    /// Counts the changes.
    pub version: i64,
}

/// Decides whether the caller may publish days off: they hold for everybody, so an administrator at the top does, in person.
pub fn may_publish_days_off(context: &Context) -> Result<(), Refusal> {
    may_keep_for_all(context)?;
    let below = context.actor.officer().is_some_and(|officer| officer.regions.len() != 1);
    if below { Err(Refusal::new(Rule::OutsideJurisdiction)) } else { Ok(()) }
}

impl DayList {
    /// What the API calls it.
    const fn field(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Worked => "worked",
        }
    }
}

fn number(value: usize) -> Fact {
    Fact::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

impl From<DaysOffError> for Refusal {
    fn from(error: DaysOffError) -> Self {
        let about = |rule, list: DayList, index, day| {
            Self::new(rule).within(list.field(), index).with("date", Fact::Date(day))
        };
        match error {
            DaysOffError::Year(year) => Self::new(Rule::YearOutOfRange)
                .at("year")
                .with("year", Fact::Number(year.into()))
                .with("earliest", Fact::Number(FIRST_YEAR.into()))
                .with("latest", Fact::Number(LAST_YEAR.into())),
            DaysOffError::NoSource => Self::new(Rule::Required).at("sources"),
            DaysOffError::TooManySources(_) => {
                Self::new(Rule::TooMany).at("sources").with("max", number(MOST_SOURCES))
            }
            DaysOffError::Source { index, error } => Self::of_text(&error).within("sources", index),
            DaysOffError::NoDayOff(_) => Self::new(Rule::Required).at("off"),
            DaysOffError::TooMany { list, most, .. } => {
                Self::new(Rule::TooMany).at(list.field()).with("max", number(most))
            }
            DaysOffError::Outside { list, index, day, year } => {
                about(Rule::DayOutsideYear, list, index, day).with("year", Fact::Number(year.into()))
            }
            DaysOffError::Twice { list, index, day } => about(Rule::DayRepeated, list, index, day),
            DaysOffError::Both { index, day } => about(Rule::DayOffAndWorked, DayList::Worked, index, day),
            DaysOffError::WorkedAnyway { index, day } => {
                about(Rule::DayWorkedAnyway, DayList::Worked, index, day)
            }
        }
    }
}

impl CalendarError {
    /// What to say to whoever published these days: where what others say of a day contradicts them. Nothing when it is
    /// between others.
    pub fn refusal(&self, published: &DaysOff) -> Option<Refusal> {
        let Self::Contradiction { day, off, worked } = self else { return None };
        let (list, days, other) = if published.year == *off {
            (DayList::Off, &published.off, worked)
        } else if published.year == *worked {
            (DayList::Worked, &published.worked, off)
        } else {
            return None;
        };
        let refusal = Refusal::new(Rule::DayOffAndWorked).with("date", Fact::Date(*day));
        let refusal = refusal.with("year", Fact::Number((*other).into()));
        // Not by its place: days are in order by now, and may have been given in another.
        days.contains(day).then(|| refusal.at(list.field()))
    }
}
