//! Whether what is there now is what the record amounts to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use luodi_domain::administration::{Entry, Said, Subject, recorded};
use uuid::{Timestamp, Uuid};

use super::chain::{Finding, Links, Problem, Verified};
use super::current;
use super::erasure::Erased;
use super::rows::{self, Row};
use super::text::{Fields, object_id, read};
use crate::db::{Conn, StoreError};
use crate::{days_off, duties, history, overrides};

/// How many rows are read at once.
const PAGE: i64 = 500;

/// Checks the chain, and what is there now against it. Call it on one [`crate::db::Db::snapshot`].
///
/// What was entered before anything was recorded, by a version that kept no such record, is taken as it is, but for what
/// was changed since. Where the record begins with the founding of the office, nothing is older than it.
pub async fn verify(conn: &mut Conn<'_>) -> Result<Verified, StoreError> {
    let mut told = Told::default();
    loop {
        let page = rows::after(conn, told.links.last(), PAGE).await?;
        if page.is_empty() {
            break;
        }
        for row in &page {
            told.follow(row)?;
        }
    }
    let Told { links, began, founded, mut said, erased } = told;
    let began = began.filter(|_| !founded);
    let mut verified = links.finish();
    let mut compare = Compare { said: &mut said, began, findings: &mut verified.findings };
    for region in current::regions(conn).await? {
        compare.entry(&region);
    }
    for agency in current::agencies(conn).await? {
        compare.entry(&agency);
    }
    for post in current::posts(conn).await? {
        compare.entry(&post);
    }
    for officer in current::officers(conn).await? {
        compare.entry(&officer);
    }
    for absence in current::absences(conn).await? {
        compare.entry(&absence);
    }
    for recorder in current::recorders(conn).await? {
        compare.entry(&recorder);
    }
    for days_off in days_off::all(conn).await? {
        compare.entry(&days_off);
    }
    for rule in overrides::all(conn).await? {
        compare.entry(&rule);
    }
    for rule in duties::all(conn).await? {
        compare.entry(&rule);
    }
    let unnoted = history::erased(conn).await?;
    verified.findings.extend(unnoted.iter().filter_map(|field| erased.finding(field)));
    let gone = said.into_keys().filter(|(subject, _)| is_kept(*subject));
    let mut gone: Vec<String> = gone.map(|(subject, id)| object_id(subject, id)).collect();
    gone.sort();
    verified.findings.extend(gone.into_iter().map(|place| Finding { place, problem: Problem::Gone }));
    Ok(verified)
}

/// Whether entries of this kind stay for good.
const fn is_kept(subject: Subject) -> bool {
    match subject {
        Subject::Region
        | Subject::Agency
        | Subject::Post
        | Subject::Officer
        | Subject::Absence
        | Subject::Recorder
        | Subject::DaysOff
        | Subject::PermitOverride
        | Subject::DutyRule => true,
        Subject::Token | Subject::Account | Subject::Project => false,
    }
}

/// The record so far: its chain, and what it says.
#[derive(Default)]
struct Told {
    links: Links,
    began: Option<DateTime<Utc>>,
    /// Whether its first row is that of an office being founded.
    founded: bool,
    said: HashMap<(Subject, Uuid), Fields>,
    erased: Erased,
}

impl Told {
    fn follow(&mut self, row: &Row) -> Result<(), StoreError> {
        let text = read(&row.canonical);
        let agrees = match &text {
            Some(text) => row.expected(text)? == row.canonical,
            None => false,
        };
        self.links.follow(&row.link(), Some(row.recorded_at), agrees);
        if let Some(text) = text.filter(|_| agrees) {
            let (subject, object) = row.object()?;
            if subject == Subject::Project {
                self.erased.note(object, &text.fields);
            }
            self.said.entry(row.object()?).or_default().extend(text.fields);
        }
        if self.began.is_none() {
            self.founded = row.founds();
        }
        self.began.get_or_insert(row.recorded_at);
        Ok(())
    }
}

/// What is there now beside what was said of it last; what was looked at is taken out.
struct Compare<'a> {
    said: &'a mut HashMap<(Subject, Uuid), Fields>,
    /// When the record began, where there may be entries from before.
    began: Option<DateTime<Utc>>,
    findings: &'a mut Vec<Finding>,
}

impl Compare<'_> {
    /// Whether an entry may have been there before the record began, by what its id says.
    fn may_be_older(&self, id: Uuid) -> bool {
        let since = id.get_timestamp().and_then(instant);
        self.began.is_some_and(|began| since.is_none_or(|since| since < began))
    }

    fn entry<E: Entry>(&mut self, entry: &E) {
        let id = entry.id();
        let place = || object_id(E::SUBJECT, id);
        let Some(said) = self.said.remove(&(E::SUBJECT, id)) else {
            if !self.may_be_older(id) {
                self.findings.push(Finding { place: place(), problem: Problem::Unrecorded });
            }
            return;
        };
        let is: BTreeMap<&str, Said> = entry.fields();
        // What nobody has changed of an older one was never said.
        let others = is.keys().copied().filter(|_| !self.may_be_older(id));
        let names: BTreeSet<&str> = said.keys().map(String::as_str).chain(others).collect();
        for name in names {
            if is.get(name).map(recorded) != said.get(name).cloned().flatten() {
                let problem = Problem::Differs { field: name.to_owned() };
                self.findings.push(Finding { place: place(), problem });
            }
        }
    }
}

fn instant(timestamp: Timestamp) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = timestamp.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}
