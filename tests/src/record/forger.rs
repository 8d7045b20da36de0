//! Somebody who may write to the database.

use luodi_domain::ids::ProjectId;
use luodi_store::db::{BuiltStmt, Db, Dialect, Record, Value};
use luodi_store::history::{ChainRow, chain_rows, link};
use luodi_store::params;
use uuid::Uuid;

use super::anew;

/// What he does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Edits a row and hashes it anew.
    Edit,
    /// Takes a row out of the middle.
    DeleteInside,
    /// Cuts off the last rows.
    CutTail,
    /// Has two rows change places.
    Reorder,
    /// Puts a row in, linked to the one before.
    Insert,
    /// Moves a row to the end of another project's chain, linked to the one before.
    Move,
    /// Edits a row and hashes the rest of the project's chain anew.
    Project,
    /// The same, and takes away the anchors, which tell.
    ProjectWithoutAnchors,
    /// Edits every row and hashes all chains anew, and all anchors over them.
    Everything,
}

/// What is kept, to be put back; an entry before what refers to it.
const KEPT: [&str; 5] = ["history", "history_private", "outbox", "anchor", "anchor_head"];

/// All of a history row but its place.
const CONTENT: &str = "event_type, event_version, command_id, command, actor_id, occurred_on, recorded_at, canonical, \
                       previous_hash, hash";

pub(super) struct Forger<'a> {
    pub(super) db: &'a Db,
    /// The project with the longest chain, and its last row.
    victim: (ProjectId, i64),
    /// The one with the longest but that.
    other: (ProjectId, i64),
}

impl<'a> Forger<'a> {
    /// Takes the triggers off, and keeps a copy of what is honest.
    pub(super) async fn begin(db: &'a Db) -> Self {
        for table in ["history", "history_private", "anchor", "anchor_head"] {
            let on = if db.dialect() == Dialect::Sqlite { String::new() } else { format!(" on {table}") };
            for trigger in ["no_update", "no_delete"] {
                execute(db, &format!("drop trigger {table}_{trigger}{on}"), params![]).await;
            }
        }
        for table in KEPT.into_iter().chain(["project"]) {
            execute(db, &format!("create table kept_{table} as select * from {table}"), params![]).await;
        }
        let longest: Vec<(Uuid, i64)> =
            fetch(db, "select id, version from project order by version desc, id limit 2", params![]).await;
        let [victim, other] = [longest[0], longest[1]].map(|(id, last)| (ProjectId::from_uuid(id), last));
        assert!(other.1 >= 10, "their chains are too short to forge: {longest:?}");
        Self { db, victim, other }
    }

    pub(super) async fn forge(&self, kind: Kind) {
        let (project, last) = self.victim;
        let middle = last / 2;
        match kind {
            Kind::Edit => {
                let row = self.row(project, middle).await;
                let canonical = anew::edited(&row.canonical);
                let hash = link(&row.previous_hash, &canonical);
                let edit =
                    "update history set canonical = $3, hash = $4 where project_id = $1 and sequence = $2";
                self.run(edit, params![project, middle, canonical, hash]).await;
            }
            Kind::DeleteInside => self.delete(project, middle).await,
            Kind::CutTail => {
                self.delete(project, last).await;
                self.delete(project, last - 1).await;
                self.version(project, last - 2).await;
            }
            Kind::Reorder => {
                let swap = format!(
                    "update history set ({CONTENT}) =
                        (select {CONTENT} from kept_history k where k.project_id = $1 and k.sequence = $3)
                     where project_id = $1 and sequence = $2"
                );
                self.run(&swap, params![project, middle, middle + 1]).await;
                self.run(&swap, params![project, middle + 1, middle]).await;
            }
            Kind::Insert => self.copy((project, middle), self.victim).await,
            Kind::Move => {
                self.copy((project, last), self.other).await;
                self.delete(project, last).await;
                self.version(project, last - 1).await;
            }
            Kind::Project => anew::chain(self, project, middle).await,
            Kind::ProjectWithoutAnchors => {
                anew::chain(self, project, middle).await;
                self.run("delete from anchor_head", params![]).await;
                self.run("delete from anchor", params![]).await;
            }
            Kind::Everything => anew::everything(self).await,
        }
    }

    /// Puts everything back.
    pub(super) async fn undo(&self) {
        for table in KEPT.into_iter().rev() {
            execute(self.db, &format!("delete from {table}"), params![]).await;
        }
        for table in KEPT {
            self.run(&format!("insert into {table} select * from kept_{table}"), params![]).await;
        }
        let versions =
            "update project set version = (select k.version from kept_project k where k.id = project.id)
            where version <> (select k.version from kept_project k where k.id = project.id)";
        execute(self.db, versions, params![]).await;
    }

    /// A statement that has to change something.
    pub(super) async fn run(&self, sql: &str, values: Vec<Value>) {
        assert_ne!(execute(self.db, sql, values).await, 0, "nothing was forged: {sql}");
    }

    async fn row(&self, project: ProjectId, sequence: i64) -> ChainRow {
        let mut conn = self.db.read().await.unwrap();
        chain_rows(&mut conn, Some((project, sequence - 1)), 1).await.unwrap().remove(0)
    }

    async fn delete(&self, project: ProjectId, sequence: i64) {
        let row = "where project_id = $1 and sequence = $2";
        execute(self.db, &format!("delete from history_private {row}"), params![project, sequence]).await;
        self.run(&format!("delete from history {row}"), params![project, sequence]).await;
    }

    async fn version(&self, project: ProjectId, version: i64) {
        self.run("update project set version = $2 where id = $1", params![project, version]).await;
    }

    /// Copies a row with its private texts behind the last of a project.
    async fn copy(&self, (from, sequence): (ProjectId, i64), (to, last): (ProjectId, i64)) {
        let (row, end) = (self.row(from, sequence).await, self.row(to, last).await);
        let hash = link(&end.hash, &row.canonical);
        let copy = "insert into history (project_id, sequence, event_type, event_version, command_id, command, actor_id,
                occurred_on, recorded_at, canonical, previous_hash, hash)
            select $3, $4, event_type, event_version, command_id, command, actor_id, occurred_on, recorded_at, canonical,
                $5, $6
            from history where project_id = $1 and sequence = $2";
        self.run(copy, params![from, sequence, to, last + 1, end.hash, hash]).await;
        let texts = "insert into history_private (project_id, sequence, field, kind, salt, text)
            select $3, $4, field, kind, salt, text from history_private where project_id = $1 and sequence = $2";
        execute(self.db, texts, params![from, sequence, to, last + 1]).await;
        self.version(to, last + 1).await;
    }
}

async fn execute(db: &Db, sql: &str, values: Vec<Value>) -> u64 {
    let done = db.execute_now(BuiltStmt::new("FORGE", sql.to_owned()), values).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

async fn fetch<T: Record>(db: &Db, sql: &str, values: Vec<Value>) -> Vec<T> {
    let mut conn = db.read().await.unwrap();
    conn.fetch_all(BuiltStmt::new("LOOK", sql.to_owned()), values).await.unwrap()
}
