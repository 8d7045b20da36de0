//! Many projects: some entered by commands, further ones as copies of their rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::join_all;
use luodi_app::first_plan;
use luodi_app::{App, Call, Clocks, Db, DbConfig, Ids, Target};
use luodi_domain::attribute::Answers;
use luodi_domain::command::{Command, NewVisit, PlanPermits, Register};
use luodi_domain::ids::{OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::profile::{Place, Profile};
use luodi_domain::stage::{Stage, Track};

use super::super::home::Home;
use super::super::tables::Tables;

/// Of so many projects one has its plan drawn; the others have none yet.
pub(super) const DRAWN: usize = 4;

/// Who enters the projects, and where they lie.
#[derive(Clone, Copy)]
pub(super) struct Filled {
    pub(super) officer: OfficerId,
    pub(super) place: Place,
}

impl Filled {
    /// Registers so many projects of all kinds of templates, by the commands that the API gives.
    pub(super) fn enter_all(self, home: &Home, many: usize) -> Vec<ProjectId> {
        // On several threads, as the service does.
        let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        threads.block_on(self.entered(home, many))
    }

    async fn entered(self, home: &Home, many: usize) -> Vec<ProjectId> {
        const AT_ONCE: usize = 12;
        let target = match home.database() {
            Some(database) => Target::Postgres(database.url()),
            None => Target::Sqlite(home.folder().join("luodi.db")),
        };
        let db = Db::connect(DbConfig::new(target)).await.unwrap();
        let app = Arc::new(App::new(db, Clocks::system(), Ids::random()).unwrap());
        let enter = async |first: usize| {
            let mut entered = Vec::new();
            for number in (first..many).step_by(AT_ONCE) {
                entered.push((number, self.enter(&app, number).await));
            }
            entered
        };
        let entered = join_all((0..AT_ONCE).map(enter)).await;
        app.db().close().await;
        let by_number: BTreeMap<usize, ProjectId> = entered.into_iter().flatten().collect();
        by_number.into_values().collect()
    }

    async fn enter(self, app: &App, number: usize) -> ProjectId {
        let templates = first_plan::templates();
        let template = &templates[number % templates.len()];
        let profile = Profile {
            name: format!("{}{number}", template.name.zh),
            other_names: BTreeMap::new(),
            track: Track::NewBuild,
            codes: BTreeMap::new(),
            industry: None,
            chain: None,
            place: self.place,
            originating_agency: None,
            landing_specialist: Some(self.officer),
            leader_in_charge: None,
            credits: BTreeMap::new(),
            labels: [].into(),
            agreed_investment: None,
            planned_start: None,
            planned_production: None,
            attributes: template.answers.clone(),
            presumed: [].into(),
        };
        let id = ProjectId::from_uuid(app.new_id());
        let visit =
            NewVisit { step: StepId::from_uuid(app.new_id()), responsible: Some(self.officer), due_on: None };
        let registration = Register { id, profile, phase_of: None, stage: Stage::Lead, visit };
        app.register_project(Call::new(None, "register"), registration).await.unwrap();
        if number.is_multiple_of(DRAWN) {
            let ids = || (PermitId::from_uuid(app.new_id()), StepId::from_uuid(app.new_id()));
            let plan = PlanPermits {
                answers: Vec::new(),
                presumed: Answers::new(),
                ids: (0..100).map(|_| ids()).collect(),
            };
            app.execute(Call::new(None, "plan"), id, Command::PlanPermits(plan)).await.unwrap();
        }
        id
    }
}

/// Every table with something of a project that is registered and planned, and no more, and which of its columns tell what
/// it is of: rows of what a plan is worked out from. Their history, and the terms by which they are searched, stay behind.
const COPIED: [(&str, &[&str]); 6] = [
    ("project", &["id"]),
    ("project_attribute", &["project_id"]),
    ("step", &["id", "project_id", "permit_id"]),
    ("stage_visit", &["step_id", "project_id"]),
    ("permit", &["id", "project_id", "step_id"]),
    ("project_outlook", &["project_id"]),
];

/// The projects of the office itself, which are no pattern.
const OFFICES: &str = "select id from project where name like '思思食品%'";

/// Copies the rows of every project that was entered so many times. A copy's id is the original's, but for its first four
/// bytes: the number of the copy.
pub(super) async fn copy(home: &Home, copies: usize) {
    let mut tables = Tables::open(home).await;
    let sqlite = matches!(tables, Tables::Sqlite(_));
    tables.ignore_keys().await;
    for (table, ids) in COPIED {
        let named = if sqlite {
            format!("select name from pragma_table_info('{table}')")
        } else {
            format!(
                "select cast(column_name as text) from information_schema.columns
                 where table_schema = 'public' and table_name = '{table}'"
            )
        };
        let columns = tables.texts(&named).await;
        let numbered = |column: &String| match ids.contains(&column.as_str()) {
            false => format!("t.{column}"),
            true if sqlite => format!(
                "case when t.{column} is not null
                 then unhex(printf('%08x', n.number) || substr(hex(t.{column}), 9)) end"
            ),
            true => {
                format!("cast(lpad(to_hex(n.number), 8, '0') || substr(cast(t.{column} as text), 9) as uuid)")
            }
        };
        let values: Vec<String> = columns.iter().map(numbered).collect();
        let project = if table == "project" { "id" } else { "project_id" };
        let sql = format!(
            "with recursive n (number) as (select 1 union all select number + 1 from n where number < {copies})
             insert into {table} ({}) select {} from n cross join {table} t
             where t.{project} not in ({OFFICES})",
            columns.join(", "),
            values.join(", "),
        );
        assert!(tables.run(&sql).await.unwrap() > 0, "nothing in {table}");
    }
    // As after every fill.
    tables.run("analyze").await.unwrap();
}

/// The originals of which a copy, or the copy of a permit, comes to something else than theirs: as told, at the most ten.
pub(super) async fn differing(home: &Home, copies: usize) -> Vec<String> {
    let mut tables = Tables::open(home).await;
    let tail = |column: &str| match tables {
        Tables::Sqlite(_) => format!("hex(substr({column}, 5))"),
        Tables::Postgres(_) => format!("substr(cast({column} as text), 9)"),
    };
    let (all, project, permit) = (copies + 1, tail("project_id"), tail("id"));
    let outlooks = format!(
        "select {project} from project_outlook where project_id not in ({OFFICES})
         group by 1 having count(*) <> {all} or min(undecided) <> max(undecided) or min(missing) <> max(missing)
         or count(distinct outdated) > 1 or count(distinct revision) > 1 limit 10"
    );
    let permits = format!(
        "select {permit} from fileable_permit where project_id not in ({OFFICES})
         group by {permit}, {project}, agreed_on having count(*) <> {all} limit 10"
    );
    let mut found = tables.texts(&outlooks).await;
    found.extend(tables.texts(&permits).await);
    found
}
