//! What is recorded of changes to the registry and to who may come in 管理留痕.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::calendar::{DaysOff, KeptDaysOff};
use crate::coded::coded_enum;
use crate::private::Private;
use crate::registry::{Absence, Agency, Officer, Post, Recorder, Region};

coded_enum! {
    /// What was changed.
    pub enum Subject {
        /// A region 区划.
        Region = "REGION",
        /// An agency 单位.
        Agency = "AGENCY",
        /// A post 岗位.
        Post = "POST",
        /// An officer 人员.
        Officer = "OFFICER",
        /// A token 令牌.
        Token = "TOKEN",
        /// An account 账号.
        Account = "ACCOUNT",
        /// An absence 请假.
        Absence = "ABSENCE",
        /// A recorder 代录人.
        Recorder = "RECORDER",
        /// The days off 放假 of a year.
        DaysOff = "DAYS_OFF",
        /// What a region says otherwise than the permit catalogue 地方调整.
        PermitOverride = "PERMIT_OVERRIDE",
        /// Who of ours is responsible for what in a region 责任分工.
        DutyRule = "DUTY_RULE",
        /// A project 项目, of which texts were erased; what else happens to it stands in its own history.
        Project = "PROJECT",
    }
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Something that anybody may read who reads the record.
    Open(String),
    /// Personal data: the record says that it was set, not to what, so that it can be erased.
    Withheld(Private),
}

/// An entry as it is recorded: each field that says something.
pub trait Entry {
    /// What it is.
    const SUBJECT: Subject;

    /// Its id.
    fn id(&self) -> Uuid;

    /// Its fields by their names, without those that say nothing.
    fn fields(&self) -> BTreeMap<&'static str, Said>;
}

/// What became of an entry's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was changed.
    pub subject: Subject,
    /// Which.
    pub object: Uuid,
    /// The fields that say something else than before, with what they say: nothing where they say nothing any more, and
    /// [`WITHHELD`] where it is personal.
    pub fields: BTreeMap<&'static str, Option<String>>,
}

/// What an office is founded by at the machine: `luodi init`.
pub const INIT: &str = "init";
/// What a demo is founded by: `luodi demo`.
pub const DEMO: &str = "demo";

/// Whether what was asked for founds an office: nothing can be older than a record that begins with it.
pub fn founds(command: &str) -> bool {
    [INIT, DEMO].contains(&command)
}

/// Stands for personal data.
pub const WITHHELD: &str = "*";

impl Change {
    /// From what was there, if anything was, to what is there now.
    pub fn between<E: Entry>(before: Option<&E>, after: &E) -> Self {
        let was = before.map(E::fields).unwrap_or_default();
        let is = after.fields();
        let cleared = was.keys().filter(|name| !is.contains_key(*name)).map(|name| (*name, None));
        let set = is.iter().filter(|(name, said)| was.get(*name) != Some(*said));
        let set = set.map(|(name, said)| (*name, Some(recorded(said))));
        Self { subject: E::SUBJECT, object: after.id(), fields: cleared.chain(set).collect() }
    }
}

/// What the record says for what a field says.
pub fn recorded(said: &Said) -> String {
    match said {
        Said::Open(text) => text.clone(),
        Said::Withheld(_) => WITHHELD.to_owned(),
    }
}

/// Fields that are there, with their texts.
macro_rules! open {
    ($($name:literal: $value:expr,)+) => {
        [$(($name, Some(Said::Open($value.to_string()))),)+]
    };
}

fn said<const N: usize>(
    open: [(&'static str, Option<Said>); N],
    others: impl IntoIterator<Item = (&'static str, Option<Said>)>,
) -> BTreeMap<&'static str, Said> {
    open.into_iter().chain(others).filter_map(|(name, said)| Some((name, said?))).collect()
}

impl Entry for Region {
    const SUBJECT: Subject = Subject::Region;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let codes = self
            .codes
            .iter()
            .map(|dated| format!("{} {}..{}", dated.code.as_str(), day(dated.since), day(dated.until)));
        let codes: Vec<String> = codes.collect();
        let parent = self.parent.map(|parent| Said::Open(parent.to_string()));
        let codes = (!codes.is_empty()).then(|| Said::Open(codes.join(", ")));
        said(open! { "kind": self.kind, "name": self.name, }, [("parent", parent), ("codes", codes)])
    }
}

impl Entry for Agency {
    const SUBJECT: Subject = Subject::Agency;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let short_name = self.short_name.clone().map(Said::Open);
        let open = open! {
            "region": self.region,
            "kind": self.kind,
            "name": self.name,
            "active": self.active,
        };
        let departments: Vec<&str> = self.departments.iter().map(|department| department.as_str()).collect();
        let departments = (!departments.is_empty()).then(|| Said::Open(departments.join(", ")));
        said(open, [("short_name", short_name), ("departments", departments)])
    }
}

impl Entry for Post {
    const SUBJECT: Subject = Subject::Post;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        said(open! { "agency": self.agency, "title": self.title, "role": self.role, }, [])
    }
}

impl Entry for Officer {
    const SUBJECT: Subject = Subject::Officer;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let private = |text: &Option<Private>| text.clone().map(Said::Withheld);
        let open = open! { "post": self.post, "name": self.name, "active": self.active, };
        said(open, [("phone", private(&self.phone)), ("email", private(&self.email))])
    }
}

impl Entry for Absence {
    const SUBJECT: Subject = Subject::Absence;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let open = open! {
            "officer": self.officer,
            "deputy": self.deputy,
            "from": self.from,
            "until": self.until,
        };
        let recorded_by = self.recorded_by.map(|officer| Said::Open(officer.to_string()));
        let ended_on = self.ended_on.map(|day| Said::Open(day.to_string()));
        said(open, [("recorded_by", recorded_by), ("ended_on", ended_on)])
    }
}

impl Entry for Recorder {
    const SUBJECT: Subject = Subject::Recorder;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let open = open! { "leader": self.leader, "officer": self.officer, "since": self.since, };
        let ended_on = self.ended_on.map(|day| Said::Open(day.to_string()));
        said(open, [("ended_on", ended_on)])
    }
}

impl Entry for KeptDaysOff {
    const SUBJECT: Subject = Subject::DaysOff;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let days = |days: &[NaiveDate]| days.iter().map(NaiveDate::to_string).collect::<Vec<_>>().join(", ");
        let DaysOff { year, sources, off, worked } = &self.days_off;
        let worked = (!worked.is_empty()).then(|| Said::Open(days(worked)));
        said(open! { "year": year, "sources": sources.join(", "), "off": days(off), }, [("worked", worked)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{OfficerId, PostId};

    fn officer(phone: Option<&str>, active: bool) -> Officer {
        Officer {
            id: OfficerId::from_uuid(Uuid::from_u128(7)),
            post: PostId::from_uuid(Uuid::from_u128(8)),
            name: "马晓梅".to_owned(),
            phone: phone.map(Private::new),
            email: None,
            active,
            version: 1,
        }
    }

    #[test]
    fn a_change_tells_what_is_said_otherwise_and_nothing_personal() {
        let check = |before: Option<&Officer>, after: &Officer, expected: &[(&str, Option<&str>)]| {
            let change = Change::between(before, after);
            let found: Vec<_> = change.fields.iter().map(|(name, said)| (*name, said.as_deref())).collect();
            assert_eq!(found, expected);
        };
        let (with, other, without) =
            (officer(Some("139"), true), officer(Some("138"), true), officer(None, false));
        let post = with.post.to_string();
        let entered = [
            ("active", Some("true")),
            ("name", Some("马晓梅")),
            ("phone", Some("*")),
            ("post", Some(&*post)),
        ];
        check(None, &with, &entered);
        check(Some(&with), &with, &[]);
        check(Some(&with), &other, &[("phone", Some("*"))]);
        check(Some(&with), &without, &[("active", Some("false")), ("phone", None)]);
    }
}
