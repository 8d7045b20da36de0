//! How an entry of a plan stands in a project: by the permits there are of it, one for each part of the works.

use chrono::NaiveDate;

use super::graph::{Key, Surroundings};
use super::{Item, Need};
use crate::catalogue::PermitType;
use crate::clock::{Limit, Limits, clock};
use crate::cover::Cover;
use crate::permit::{Permit, PermitStatus, Phase};
use crate::schedule::{Estimate, Known, Papers};

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

    /// Whether it was said what follows it.
    pub(super) fn stands_for_others(&self) -> bool {
        self.permit.is_some_and(|permit| !permit.covers.is_empty())
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
    if permit.ruled_out.is_some() {
        return Known::RuledOut;
    }
    let Some(cover) = &permit.covered_by else { return of_own(permit, entry, around) };
    let none = Limits::default();
    let limits = entry.map_or(&none, |(_, limits)| limits);
    let supposed = around.supposed.and_then(|supposed| supposed.granted_to(permit));
    match (supposed, around.permits.get(&cover.permit)) {
        (Some(on), _) => Known::Done(on),
        (None, Some(lead)) => beside(permit, cover, lead, limits, around),
        (None, None) => elsewhere(cover, limits, around),
    }
}

/// How a permit stands by its own cases.
fn of_own(permit: &Permit, entry: Option<(&PermitType, &Limits)>, around: Surroundings<'_>) -> Known {
    let none = Limits::default();
    let limits = entry.map_or(&none, |(_, limits)| limits);
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

/// How a permit stands that another project's stands for: nobody files it here, and it is there when that one is. What is
/// known of that one is how it stands, since when its case runs and for when it is planned; the limits are those of here, of
/// the same entry.
fn elsewhere(cover: &Cover, limits: &Limits, around: Surroundings<'_>) -> Known {
    let stands = cover.stands;
    if let Some(granted) = stands.decided_on.filter(|_| stands.is_granted()) {
        return Known::Done(granted);
    }
    // Where that project was withdrawn nobody knows when anything happens there.
    let due_on = stands.due_on.filter(|_| !stands.withdrawn);
    if stands.status == PermitStatus::InCase && !stands.withdrawn {
        let expected = |limit: Option<Limit>| {
            let limit = limit?;
            let from = stands.runs.map_or(around.today, |runs| runs.accepted_on);
            let at_least = stands.runs.is_none_or(|runs| runs.longer);
            Some(Estimate { at_least, ..around.calendar.deadline(from, limit.days, limit.unit).into() })
        };
        let planned = due_on.map(Estimate::exact);
        let (promised, legal) = (expected(limits.promised), expected(limits.legal));
        return Known::UnderWay { promised: promised.or(planned), legal: legal.or(planned) };
    }
    Known::Elsewhere { planned_on: due_on, promised: limits.promised, legal: limits.legal }
}

/// How a permit stands that another of the same project stands for. What is accepted together with that one is still to be
/// prepared, and filed on its day ([`parallel`](super::parallel)).
fn beside(permit: &Permit, cover: &Cover, lead: &Permit, own: &Limits, around: Surroundings<'_>) -> Known {
    let code = lead.item.code();
    let entry = code.and_then(|code| around.catalogue.entry(code, around.today));
    let mut limits = entry.map(|entry| entry.limits(around.answers)).unwrap_or_default();
    let supposed = around.supposed.zip(code).and_then(|(supposed, code)| supposed.promised(code));
    limits.promised = supposed.or(limits.promised);
    match of_own(lead, entry.map(|entry| (entry, &limits)), around) {
        known @ (Known::Done(_) | Known::UnderWay { .. }) => known,
        _ if permit.item != lead.item => {
            let papers = around.papers.get(&permit.id).copied().unwrap_or_default();
            not_begun(permit.preparation.agreed_on, papers, own)
        }
        _ => Known::Elsewhere { planned_on: cover.stands.due_on, promised: own.promised, legal: own.legal },
    }
}

const fn not_begun(prepared_on: Option<NaiveDate>, papers: Papers, limits: &Limits) -> Known {
    Known::NotBegun { prepared_on, papers, promised: limits.promised, legal: limits.legal }
}
