//! What must hold whatever happened: the invariants as numbers.

use luodi_domain::ids::ProjectId;
use luodi_store::db::Stmt;
use luodi_store::params;
use uuid::Uuid;

use super::{Home, World};

/// Open steps whose responsible officer, or a helper, is not in service, and projects whose landing specialist or leader
/// in charge is not; read from the rows themselves.
const ORPHANS: Stmt = Stmt::new(
    "ORPHANS",
    "select s.id from step s join officer o on o.id = s.responsible_id where s.closed_on is null and not o.active
     union select h.step_id from step_helper h join step s on s.id = h.step_id join officer o on o.id = h.officer_id
     where s.closed_on is null and h.until is null and not o.active
     union select p.id from project p join officer o on o.id in (p.landing_specialist_id, p.leader_in_charge_id)
     where not o.active",
);

const EVENTS: Stmt = Stmt::new(
    "EVENTS",
    "select count(*), coalesce(min(sequence), 0), coalesce(max(sequence), 0) from history where project_id = $1",
);

impl World {
    /// Invariant: an open step has an officer in service, and such helpers; nobody else has a standing duty.
    pub(crate) async fn assert_no_orphaned_step(&self) {
        let mut conn = self.app.db().read().await.unwrap();
        let orphans: Vec<(Uuid,)> = conn.fetch_all(ORPHANS, params![]).await.unwrap();
        assert_eq!(orphans, [], "steps or projects of an inactive officer");
    }

    /// Invariants: the history has no gap, its chain holds, and the rows are what it amounts to; of these projects, or
    /// of all. Returns how many history rows were checked.
    pub(crate) async fn assert_whole(&self, projects: &[ProjectId]) -> i64 {
        let mut findings = Vec::new();
        let mut rows = 0;
        for project in projects {
            let tell = |finding| findings.push(finding);
            rows += self.app.verify_history(Some(*project), tell).await.unwrap().rows;
        }
        assert_eq!(findings, [], "the record contradicts itself");
        rows
    }

    /// The same of the whole record, and of what is kept of names.
    pub(crate) async fn assert_all_whole(&self) -> i64 {
        let mut findings = Vec::new();
        let rows = self.app.verify_history(None, |finding| findings.push(finding)).await.unwrap().rows;
        assert_eq!(findings, [], "the record contradicts itself");
        rows
    }

    /// How many events a project has had, without a gap from the first.
    pub(crate) async fn events(&self, project: ProjectId) -> i64 {
        let mut conn = self.app.db().read().await.unwrap();
        let (count, first, last): (i64, i64, i64) =
            conn.fetch_optional(EVENTS, params![project]).await.unwrap().unwrap();
        assert_eq!((first, last), (count.min(1), count), "sequences of {project}");
        count
    }

    /// Nobody waited for another in a circle. PostgreSQL ends one of them, who decides again: by what came of it
    /// nobody could tell. SQLite has one writer. Closes the world.
    pub(crate) async fn assert_no_circle(&self) {
        self.app.db().close().await;
        if let Home::Database(database) = &self.home {
            assert_eq!(database.deadlocks().await, 0, "transactions waited for each other");
        }
    }
}
