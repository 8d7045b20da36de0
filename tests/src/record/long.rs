//! A long history with two anchors over it, and their lines kept outside.

use std::collections::BTreeSet;
use std::time::Instant;

use luodi_app::chronicle::{Chronicle, Story};
use luodi_app::record::{Checked, Outside, verify_dump};
use luodi_app::{App, Call, Clocks, FixedClock, Ids};
use luodi_domain::actor::PostRole;
use luodi_domain::command::{NewVisit, Register};
use luodi_domain::ids::{EnterpriseId, ProjectId, StepId};
use luodi_domain::profile::Profile;
use luodi_domain::project::Lineage;
use luodi_domain::stage::Stage;
use luodi_testkit::size;

use crate::world::{Home, migrated, morning};

/// Rows that a project of the demo has, on the average and rounded down.
const ROWS_OF_ONE: usize = 20;

/// An application over such a history.
pub(super) struct Long {
    pub(super) app: App,
    outside: Outside,
    _home: Home,
}

impl Long {
    pub(super) async fn on_sqlite() -> Self {
        let home = Home::Folder(tempfile::tempdir().unwrap());
        home.connect().await.migrate().await.unwrap();
        Self::told(home).await
    }

    pub(super) async fn on_postgres() -> Self {
        Self::told(Home::Database(Box::new(migrated().await))).await
    }

    async fn told(home: Home) -> Self {
        let app =
            App::new(home.connect().await, Clocks::both(FixedClock::at(morning())), Ids::seeded(7)).unwrap();
        let rows = size("forged_rows", 800, 100_000);
        let chronicle = chronicle(rows);
        let profile = chronicle.stories[0].project().profile.clone();
        app.enter_chronicle(chronicle, luodi_demo::SALTS).await.unwrap();
        let first = app.take_anchor().await.unwrap().expect("the first anchor");
        assert!(usize::try_from(first.rows).unwrap() >= rows, "{first}");
        register(&app, profile).await;
        let second = app.take_anchor().await.unwrap().expect("another project");
        assert_eq!((second.number, second.projects), (2, first.projects + 1));
        let outside = Outside::new("anchors.log".to_owned(), format!("{first}\n{second}\n").into());
        Self { app, outside, _home: home }
    }

    async fn check(&self) -> (Checked, Vec<String>) {
        let mut findings = Vec::new();
        let checked =
            self.app.verify_history(None, |finding| findings.push(finding.to_string())).await.unwrap();
        (checked, findings)
    }

    /// What a check finds that knows nothing but the database.
    pub(super) async fn findings(&self) -> Vec<String> {
        self.check().await.1
    }

    /// What the anchors kept outside tell beside it.
    pub(super) async fn compared(&self) -> Vec<String> {
        let mut findings = Vec::new();
        let tell = |finding: luodi_app::record::Finding| findings.push(finding.to_string());
        self.app.compare_anchors(&self.outside, tell).await.unwrap();
        findings
    }

    pub(super) async fn is_honest(&self) {
        assert_eq!(self.findings().await, [""; 0], "by what is in the database");
        assert_eq!(self.compared().await, [""; 0], "by the anchors outside");
    }

    /// What is found of a dump, by itself and by the anchors kept outside; and how much was looked at.
    async fn dumped(&self) -> (Checked, Vec<String>, Vec<String>) {
        let mut dump = Vec::new();
        self.app.export_history(&mut dump).await.unwrap();
        let check = |outside| {
            let mut findings = Vec::new();
            let tell = |finding: luodi_app::record::Finding| findings.push(finding.to_string());
            let checked = verify_dump(dump.as_slice(), outside, tell).unwrap();
            (checked, findings)
        };
        let (checked, alone) = check(None);
        (checked, alone, check(Some(&self.outside)).1)
    }

    /// Prints how many rows are checked in a second: in the database with all that belongs to them, and in a dump.
    pub(super) async fn says_how_fast(&self) {
        let rate = |rows: i64, begun: Instant| {
            let rows = f64::from(i32::try_from(rows).unwrap());
            (rows / begun.elapsed().as_secs_f64()).round()
        };
        let begun = Instant::now();
        let Checked { projects, rows, anchors, administration } = self.check().await.0;
        assert_eq!(anchors, 2);
        println!(
            "{projects} projects, {rows} rows: {} rows/s checked in {:?}",
            rate(rows, begun),
            self.app.db().dialect()
        );
        let (checked, alone, compared) = self.dumped().await;
        assert_eq!((alone, compared), (vec![], vec![]), "the dump");
        assert_eq!(checked, Checked { projects, rows, anchors, administration });
        let mut dump = Vec::new();
        self.app.export_history(&mut dump).await.unwrap();
        let begun = Instant::now();
        verify_dump(dump.as_slice(), None, |finding| panic!("{finding}")).unwrap();
        println!("{rows} rows: {} rows/s checked in a dump", rate(rows, begun));
    }

    /// Of a dump of what was forged throughout only the anchors outside tell.
    pub(super) async fn forged_dump_is_found(&self) {
        let (_, alone, compared) = self.dumped().await;
        let lines = [1, 2].map(|n| format!("anchors.log line {n}: the record has another anchor {n}"));
        assert_eq!((alone, compared), (vec![], Vec::from(lines)));
    }
}

/// So many rows or a few more of the demo city, of projects that stand alone, and the enterprises that have to do with them:
/// the check of all the others would take longer than that of a short history.
fn chronicle(rows: usize) -> Chronicle {
    let mut chronicle = luodi_demo::crowded(rows / ROWS_OF_ONE).unwrap();
    let mut left = i64::try_from(rows).unwrap();
    chronicle.stories.retain(|story: &Story| {
        let project = story.project();
        let keep = left > 0 && project.lineage == Lineage::Single;
        left -= if keep { project.version } else { 0 };
        keep
    });
    assert!(left <= 0, "{left} rows are missing");
    let parties = chronicle.stories.iter().flat_map(|story| story.project().parties.values());
    let named: BTreeSet<EnterpriseId> = parties.map(|party| party.enterprise).collect();
    chronicle.registry.enterprises.retain(|enterprise| named.contains(&enterprise.id));
    chronicle
}

/// Registers another project like this one.
async fn register(app: &App, like: Profile) {
    let badge =
        luodi_demo::badges().unwrap().into_iter().find(|badge| badge.role == PostRole::Specialist).unwrap();
    let profile = Profile {
        name: "锚定之后的项目".to_owned(),
        codes: [].into(),
        landing_specialist: Some(badge.officer),
        ..like
    };
    let (id, step) = (ProjectId::from_uuid(app.new_id()), StepId::from_uuid(app.new_id()));
    let visit = NewVisit { step, responsible: Some(badge.officer), due_on: None };
    let register = Register { id, profile, phase_of: None, stage: Stage::Lead, visit };
    app.register_project(Call::new(None, "registerProject"), register).await.unwrap();
}
