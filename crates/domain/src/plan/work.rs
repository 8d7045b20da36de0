//! How an entry of a plan stands in a project: by the permits there are of it, one for each part of the works.

use chrono::NaiveDate;

use super::graph::{Key, Surroundings};
use super::{Item, Need};
use crate::catalogue::PermitType;
use crate::clock::{Limits, clock};
use crate::permit::{Permit, Phase};
use crate::schedule::{Known, Papers};

/// An entry, or one of its parts, as it stands.
#[derive(Debug, Clone)]
pub(super) struct Work<'c, 'a> {
    pub(super) key: Key<'c>,
    pub(super) entry: &'c PermitType,
    /// The permit; nothing where the plan was not drawn yet.
    pub(super) permit: Option<&'a Permit>,
    pub(super) limits: Limits,
    pub(super) known: Known,
}

impl<'c, 'a> Work<'c, 'a> {
    pub(super) fn code(&self) -> &'c str {
        &self.entry.code
    }

    /// Before which point it is needed: a manager may have found that it is another than the catalogue says.
    pub(super) fn phase(&self) -> Phase {
        self.permit.map_or(self.entry.phase, |permit| permit.phase)
    }

    /// The part of the works it is for.
    pub(super) fn part(&self) -> Option<&'a str> {
        self.permit.and_then(|permit| permit.part.as_deref())
    }

    /// Whether nobody has filed for it.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self.known, Known::NotBegun { .. } | Known::Undecided { .. })
    }
}

/// The works of an entry; none where it plays no part.
pub(super) fn of<'c, 'a>(
    item: &Item<'c>,
    permits: &[&'a Permit],
    around: Surroundings<'a>,
) -> Vec<Work<'c, 'a>> {
    let entry = item.entry;
    let code = entry.code.as_str();
    let supposed = around.supposed;
    let mut limits = entry.limits(around.answers);
    limits.promised = supposed.and_then(|supposed| supposed.promised(code)).or(limits.promised);
    let standing: Vec<&'a Permit> =
        permits.iter().copied().filter(|permit| permit.ruled_out.is_none()).collect();
    if standing.is_empty() {
        let by_hand = permits.iter().any(|permit| permit.is_ruled_out_by_hand());
        let known = match item.need {
            Need::Covered | Need::NotNeeded => return Vec::new(),
            Need::Needed | Need::Undecided if by_hand => Known::RuledOut,
            Need::Needed | Need::Undecided => match supposed.and_then(|supposed| supposed.granted(code)) {
                Some(on) => Known::Done(on),
                None if item.need == Need::Needed => not_begun(None, Papers::Complete, &limits),
                None => Known::Undecided { promised: limits.promised, legal: limits.legal },
            },
        };
        return vec![Work { key: Key::Type(code), entry, permit: None, limits, known }];
    }
    let single = standing.len() == 1;
    let work = |permit: &'a Permit| Work {
        key: if single { Key::Type(code) } else { Key::Part(code, permit.id) },
        entry,
        permit: Some(permit),
        limits: limits.clone(),
        known: of_permit(permit, Some((entry, &limits)), around),
    };
    standing.into_iter().map(work).collect()
}

/// How a permit stands, of an entry with the limits that it has today. A case is measured by those of the day on which it
/// was accepted, unless another promise is supposed.
pub(super) fn of_permit(
    permit: &Permit,
    entry: Option<(&PermitType, &Limits)>,
    around: Surroundings<'_>,
) -> Known {
    let none = Limits::default();
    let limits = entry.map_or(&none, |(_, limits)| limits);
    if permit.ruled_out.is_some() {
        return Known::RuledOut;
    }
    let supposed = || around.supposed.and_then(|supposed| supposed.granted_to(permit));
    match permit.current_case() {
        Some(case) if case.state().is_granted() => {
            case.view().decided_on.map_or_else(|| not_begun(None, Papers::Complete, limits), Known::Done)
        }
        current => match (supposed(), current) {
            (Some(on), _) => Known::Done(on),
            (None, Some(case)) if case.state().is_live() => {
                let then = permit.entry(Some(case), around.catalogue, around.today);
                let mut then = then.map(|entry| entry.limits(around.answers)).unwrap_or_default();
                let supposed = around.supposed.zip(entry);
                let promised = supposed.and_then(|(supposed, (entry, _))| supposed.promised(&entry.code));
                then.promised = promised.or(then.promised);
                let clock = clock(case, &then, around.calendar, around.today);
                Known::by_clock(&clock, &then, around.calendar, around.today)
            }
            (None, _) => {
                let papers = around.papers.get(&permit.id).copied().unwrap_or_default();
                not_begun(permit.preparation.agreed_on, papers, limits)
            }
        },
    }
}

const fn not_begun(prepared_on: Option<NaiveDate>, papers: Papers, limits: &Limits) -> Known {
    Known::NotBegun { prepared_on, papers, promised: limits.promised, legal: limits.legal }
}
