//! The record of the city: whole, the same everywhere, and never written twice.

use chrono::{DateTime, Utc};
use luodi_app::AppError;
use luodi_app::chronicle::Chronicle;
use luodi_app::list::{Compare, Direction, Filter, HistoryPaging, HistoryTerm};
use luodi_domain::event::Event;
use luodi_domain::ids::PermitId;
use luodi_domain::refusal::Rule;
use luodi_store::db::Stmt;
use luodi_store::params;
use uuid::Uuid;

use super::filled::Filled;

/// Every link of every chain: what is the same here is the same in everything the history tells, salts included.
const CHAINS: Stmt =
    Stmt::new("CHAINS", "select project_id, sequence, hash from history order by project_id, sequence");
const OUTBOX: Stmt = Stmt::new(
    "OUTBOX",
    "select command_id, project_id, last_sequence from outbox order by project_id, last_sequence",
);
const REGISTRY: Stmt = Stmt::new(
    "REGISTRY",
    "select id, name from region union all select id, name from agency union all select id, title from post
     union all select id, name from officer union all select id, name from enterprise order by 1",
);
const ORPHANS: Stmt = Stmt::new(
    "ORPHANS",
    "select s.id from step s join officer o on o.id = s.responsible_id where s.closed_on is null and not o.active",
);
const HANDED: Stmt = Stmt::new(
    "HANDED",
    "select count(*), count(distinct command_id), count(distinct recorded_at) from history where event_type = 'HANDED_OVER'",
);

const REGISTERED: Stmt = Stmt::new("REGISTERED", "select created_at from project order by id");

impl Filled {
    pub(super) async fn the_record_is_whole(&self) {
        let mut findings = Vec::new();
        let checked = self.app.verify_history(None, |finding| findings.push(finding)).await.unwrap();
        assert_eq!(findings, [], "the record contradicts itself");
        assert!(checked.rows > 20_000, "{}", checked.rows);
    }

    /// Lists take the order of ids for that in which things came in.
    pub(super) async fn ids_are_in_the_order_of_recording(&self) {
        let mut conn = self.app.db().read().await.unwrap();
        let registered: Vec<(DateTime<Utc>,)> = conn.fetch_all(REGISTERED, params![]).await.unwrap();
        drop(conn);
        assert!(registered.len() > 600 && registered.is_sorted(), "{} projects", registered.len());
        let added = HistoryTerm::EventType(Compare::OneOf(vec!["PERMIT_ADDED".to_owned()]));
        let paging = HistoryPaging::new(Direction::Ascending, None, 20_000).unwrap();
        let page = self.app.list_history(&Filter::Term(added), &paging).await.unwrap();
        let places: Vec<_> = page.rows.into_iter().map(|(place, _)| place).collect();
        let mut permits: Vec<(PermitId, DateTime<Utc>)> = Vec::new();
        for page in places.chunks(200) {
            let entries = self.app.history_at(page).await.unwrap();
            permits.extend(entries.iter().filter_map(|entry| match &entry.event {
                Event::PermitAdded(added) => Some((added.permit.id, entry.envelope.origin.recorded_at)),
                _ => None,
            }));
        }
        permits.sort();
        assert!(permits.len() > 2_000, "{}", permits.len());
        assert!(permits.is_sorted_by_key(|(_, recorded_at)| *recorded_at));
    }

    /// The one who left gave everything away by one command, and nobody out of service holds anything.
    pub(super) async fn the_leaver_holds_nothing(&self) {
        let mut conn = self.app.db().read().await.unwrap();
        let orphans: Vec<(Uuid,)> = conn.fetch_all(ORPHANS, params![]).await.unwrap();
        assert_eq!(orphans, []);
        let (handed, commands, moments): (i64, i64, i64) = conn.fetch_one(HANDED, params![]).await.unwrap();
        assert!(handed > 3, "{handed} projects");
        assert_eq!((commands, moments), (1, 1));
    }

    pub(super) async fn a_filled_database_is_refused(&self) {
        let before = links(self).await;
        let again = self.app.enter_chronicle(Chronicle::default(), 1).await;
        let rule = again.as_ref().err().and_then(AppError::refusal).map(|refusal| refusal.rule);
        assert_eq!(rule, Some(Rule::Duplicate));
        assert_eq!(links(self).await, before);
    }
}

async fn links(demo: &Filled) -> Vec<(Uuid, i64, String)> {
    demo.app.db().read().await.unwrap().fetch_all(CHAINS, params![]).await.unwrap()
}

/// Two fills give the same city: ids, versions, and the hashes over everything that happened.
pub(super) async fn assert_same(one: &Filled, other: &Filled) {
    assert!(links(one).await == links(other).await, "the chains differ");
    let (mut left, mut right) = (one.app.db().read().await.unwrap(), other.app.db().read().await.unwrap());
    let told: Vec<(Uuid, Uuid, i64)> = left.fetch_all(OUTBOX, params![]).await.unwrap();
    assert_eq!(told, right.fetch_all::<(Uuid, Uuid, i64)>(OUTBOX, params![]).await.unwrap());
    let names: Vec<(Uuid, String)> = left.fetch_all(REGISTRY, params![]).await.unwrap();
    assert_eq!(names, right.fetch_all::<(Uuid, String)>(REGISTRY, params![]).await.unwrap());
}
