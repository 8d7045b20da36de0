//! What plans come to, kept with every command and worked out anew when the catalogue or the departments change: nothing of
//! it is ever stale, whoever writes meanwhile.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use luodi_app::list::{Filter, OutlookPart, Paging, ProjectKey, ProjectTerm};
use luodi_app::outlook::{Progress, Told};
use luodi_app::registry::AgencyPatch;
use luodi_app::{App, Call};
use luodi_domain::attribute::{Answer, Answers, Attribute, Kind, Quantity};
use luodi_domain::catalogue::{Catalogue, Condition, Department, PermitType};
use luodi_domain::command::{Command, PlanPermits};
use luodi_domain::ids::{PermitId, ProjectId, StepId};
use luodi_domain::milestone::Milestone;
use luodi_domain::plan::{Offices, Outlook, Plan, PlannedDays, Surroundings};
use luodi_domain::profile::Change;
use luodi_store::db::Stmt;
use luodi_store::outlook;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};
use tokio::sync::Notify;

use crate::races::at_once;
use crate::world::{World, call, on_both_databases};

on_both_databases!(
    every_command_keeps_what_the_plan_comes_to,
    a_new_catalogue_is_worked_out_in_the_background_and_changes_no_permit,
    departments_that_change_are_worked_out_too,
    whoever_writes_meanwhile_wins,
    an_older_program_beside_a_newer_one_stands_aside,
    an_edit_past_the_service_is_found,
);

/// The plan and the schedule of a project with sixty permits, and what is kept of them. In a release below a millisecond.
#[tokio::test]
async fn how_long_a_plan_and_its_schedule_take() {
    const CALLS: usize = 201;
    let world = World::on_sqlite().await;
    let (id, _) = world.register("化工园区综合项目").await;
    let known = |attribute: &Attribute| {
        let answer = match attribute.kind() {
            // What the national commission reviews is not exempt, and what has a capacity is a power plant.
            Kind::Flag => Answer::Flag(*attribute != Attribute::EnergyExempt),
            Kind::Number(_) => Answer::Number(Quantity::whole(1_000_000)),
            Kind::Choice(choices) => {
                Answer::Choice(&choices[usize::from(*attribute == Attribute::Technology)])
            }
        };
        Change::Attribute(*attribute, Some(answer))
    };
    let all = Attribute::ALL.iter().map(known).collect();
    let not_assessed = [(Attribute::RegionalAssessmentDone, false)];
    let by = call(world.office.specialist, "updateProject");
    world.app.execute(by, id, Command::Update(all)).await.unwrap();
    world.plan(&world.app, id, &not_assessed).await;
    let project = luodi_store::projects::load_one(&mut world.app.db().read().await.unwrap(), id)
        .await
        .unwrap()
        .unwrap();
    assert!(project.permits.len() >= 60, "{} permits", project.permits.len());
    let (catalogue, today) = (world.app.catalogue(), world.app.today());
    let published = world.app.work_calendar().await.unwrap();
    let milestones: Vec<&Milestone> = project.milestones.values().collect();
    let papers = luodi_domain::material::lacking(project.materials.values());
    let around = Surroundings {
        papers: &papers,
        permits: &project.permits,
        milestones: &milestones,
        planned: PlannedDays::of(&project.profile),
        catalogue: &catalogue,
        answers: &project.profile.attributes,
        calendar: &published.calendar,
        today,
        supposed: None,
    };
    let median = |work: &dyn Fn()| {
        let mut times: Vec<Duration> = (0..CALLS)
            .map(|_| {
                let begun = Instant::now();
                work();
                begun.elapsed()
            })
            .collect();
        times.sort();
        times[CALLS / 2]
    };
    let both = median(&|| {
        let plan = Plan::new(catalogue.on(today), &project.profile.attributes);
        assert!(plan.schedule(around).unwrap().entries.len() > 60);
    });
    let offices = Offices::default();
    let kept = median(&|| assert!(!Outlook::of(&catalogue, &project, &offices, today).fileable.is_empty()));
    println!(
        "plan and schedule of {} permits: {both:?}; what is kept of them: {kept:?}",
        project.permits.len()
    );
    if !cfg!(debug_assertions) {
        assert!(both < Duration::from_millis(1), "{both:?}");
    }
}

/// The catalogue of a later product: one permit more, which every project needs.
fn later(app: &App) -> Catalogue {
    let known = app.catalogue();
    let entries: Vec<PermitType> = known.versions().cloned().collect();
    let always = |entry: &&PermitType| entry.needed == Condition::Always && entry.requires.is_empty();
    let like = entries.iter().find(always).unwrap().clone();
    let more = PermitType { code: "later_permit".to_owned(), zh: "新增事项".to_owned(), ..like };
    Catalogue::new(entries.into_iter().chain([more]))
}

/// The same with an identity of its own, over the same database.
async fn with_later_catalogue(world: &World, number: u64) -> App {
    let app = world.another_process(number).await;
    let catalogue = later(&app);
    app.with_catalogue(catalogue)
}

impl World {
    /// Draws the plan of a project of which so much is known.
    async fn plan(&self, app: &App, project: ProjectId, answers: &[(Attribute, bool)]) {
        let id = || (PermitId::from_uuid(self.app.new_id()), StepId::from_uuid(self.app.new_id()));
        let answers = answers.iter().map(|(attribute, set)| (*attribute, Some(Answer::Flag(*set))));
        let plan = PlanPermits {
            answers: answers.collect(),
            presumed: Answers::new(),
            ids: (0..100).map(|_| id()).collect(),
        };
        let by = call(self.office.specialist, "planPermits");
        app.execute(by, project, Command::PlanPermits(plan)).await.unwrap();
    }

    async fn findings(&self, app: &App) -> Vec<String> {
        let mut findings = Vec::new();
        app.verify_history(None, |finding| findings.push(finding.to_string())).await.unwrap();
        findings
    }
}

/// The projects whose plan comes to some of this.
async fn with(app: &App, part: OutlookPart) -> BTreeSet<ProjectId> {
    let order: [luodi_app::list::Order<ProjectKey>; 0] = [];
    let paging = Paging::new(&order, None, 100).unwrap();
    let filter = Filter::Term(ProjectTerm::Outlook(part, true));
    app.list_projects(&filter, &paging).await.unwrap().rows.into_iter().map(|(id, _)| id).collect()
}

/// Works out anew until it is told that all is; everything that was told.
async fn worked_out(app: &App) -> Vec<Told> {
    let (told, done) = (Mutex::new(Vec::new()), Notify::new());
    let tell = |one| {
        told.lock().unwrap().push(one);
        if matches!(one, Told::Ends(_)) {
            done.notify_one();
        }
    };
    app.run_replanning(tell, done.notified()).await;
    told.into_inner().unwrap()
}

fn ended(told: &[Told]) -> Progress {
    match told.last() {
        Some(Told::Ends(progress)) => *progress,
        other => panic!("{other:?}"),
    }
}

/// How many permits the project has, and its version.
async fn stored(app: &App, project: ProjectId) -> (usize, i64) {
    let mut conn = app.db().read().await.unwrap();
    let found = luodi_store::projects::load_one(&mut conn, project).await.unwrap().unwrap();
    (found.permits.len(), found.version)
}

async fn every_command_keeps_what_the_plan_comes_to(world: World) {
    let app = &world.app;
    let (project, _) = world.register("思思食品").await;
    let (other, _) = world.register("思思饲料").await;
    assert_eq!(with(app, OutlookPart::Fileable).await, [].into(), "no permits yet");
    assert_eq!(
        with(app, OutlookPart::Undecided).await,
        [project, other].into(),
        "nothing is known of either"
    );
    world.plan(app, project, &[(Attribute::Relics, true)]).await;
    assert_eq!(with(app, OutlookPart::Fileable).await, [project].into());
    assert_eq!(with(app, OutlookPart::Outdated).await, [].into());
    // What is known changes, and the plan would.
    let changed = Change::Attribute(Attribute::Relics, Some(Answer::Flag(false)));
    let update = Command::Update(vec![changed]);
    app.execute(call(world.office.specialist, "updateProject"), project, update).await.unwrap();
    assert_eq!(with(app, OutlookPart::Outdated).await, [project].into());
    assert_eq!(world.findings(app).await, [""; 0]);
    world.plan(app, project, &[]).await;
    assert_eq!(with(app, OutlookPart::Outdated).await, [].into());
    // A permit that somebody names waits for nothing, drawn plan or not.
    world.add_permit(call(world.office.specialist, "addPermit"), other, "施工便道", None).await.unwrap();
    assert_eq!(with(app, OutlookPart::Fileable).await, [project, other].into());
    let withdrawn = Call { reason: Some("经研究".to_owned()), ..call(world.office.manager, "withdraw") };
    app.execute(withdrawn, other, Command::Withdraw).await.unwrap();
    assert_eq!(with(app, OutlookPart::Fileable).await, [project].into(), "no case can be opened");
    assert_eq!(world.findings(app).await, [""; 0]);
}

async fn a_new_catalogue_is_worked_out_in_the_background_and_changes_no_permit(world: World) {
    let many = size("replanned_projects", 130, 1_000);
    let mut drawn = BTreeSet::new();
    for number in 0..many {
        let (project, _) = world.register(&format!("项目{number}")).await;
        if number % 2 == 0 && number < 60 {
            world.plan(&world.app, project, &[(Attribute::Relics, number % 4 == 0)]).await;
            drawn.insert(project);
        }
    }
    let some = *drawn.first().unwrap();
    let before = stored(&world.app, some).await;
    assert_eq!(world.app.replanning().await.unwrap(), None, "nothing to do so far");
    let newer = with_later_catalogue(&world, 2).await;
    // Until it is worked out, what was kept by the older catalogue is no finding.
    assert_eq!(world.findings(&newer).await, [""; 0]);
    let told = worked_out(&newer).await;
    let progress = ended(&told);
    let total = i64::try_from(many).unwrap();
    assert_eq!((progress.total, progress.done), (total, total));
    assert!(told.len() > 2, "in batches: {told:?}");
    assert_eq!(newer.replanning().await.unwrap(), Some(progress));
    assert_eq!(with(&newer, OutlookPart::Outdated).await, drawn);
    assert_eq!(stored(&newer, some).await, before, "whether it is applied is up to people");
    assert_eq!(world.findings(&newer).await, [""; 0]);
    world.plan(&newer, some, &[]).await;
    assert_eq!(stored(&newer, some).await.0, before.0 + 1);
    drawn.remove(&some);
    assert_eq!(with(&newer, OutlookPart::Outdated).await, drawn);
}

async fn departments_that_change_are_worked_out_too(world: World) {
    let (project, _) = world.register("思思食品").await;
    world.plan(&world.app, project, &[]).await;
    assert_eq!(with(&world.app, OutlookPart::Outdated).await, [].into());
    // The office turns out to be every department there is, so that the plan knows who decides.
    let agency = world.office.agency;
    let departments = Some(Department::ALL.iter().copied().collect());
    let patch = AgencyPatch { departments, ..AgencyPatch::default() };
    world.app.update_agency(call(world.office.administrator, "updateAgency"), agency, patch).await.unwrap();
    let progress = ended(&worked_out(&world.app).await);
    assert_eq!((progress.total, progress.done), (1, 1));
    assert_eq!(with(&world.app, OutlookPart::Outdated).await, [project].into());
    assert_eq!(world.findings(&world.app).await, [""; 0]);
    // A new name is no reason to work anything out.
    let patch = AgencyPatch { name: Some("新名称".to_owned()), ..AgencyPatch::default() };
    world.app.update_agency(call(world.office.administrator, "updateAgency"), agency, patch).await.unwrap();
    let mut conn = world.app.db().read().await.unwrap();
    assert_eq!(outlook::stand(&mut conn).await.unwrap().offices, 1);
}

async fn whoever_writes_meanwhile_wins(world: World) {
    let seed = seed();
    let many = size("replanned_races", 60, 600);
    let mut projects = Vec::new();
    for number in 0..many {
        let (project, _) = world.register(&format!("项目{number}")).await;
        if number % 4 == 0 {
            world.plan(&world.app, project, &[]).await;
        }
        projects.push(project);
    }
    let newer = with_later_catalogue(&world, 2).await;
    let another = with_later_catalogue(&world, 3).await;
    let mut random = Random::new(*seed);
    // One process at it, another that would like to be, and both catalogues' commands.
    let writes = async {
        let label = |app: App, project| {
            let by = call(world.office.specialist, "updateProject");
            let change = Command::Update(vec![Change::LabelAdded("重点".to_owned())]);
            async move { app.execute(by, project, change).await }
        };
        for pair in projects.chunks(2) {
            let apps = [newer.clone(), world.app.clone()];
            let racing = pair.iter().zip(apps).map(|(project, app)| label(app, *project));
            for outcome in at_once(&mut random, racing.collect()).await {
                outcome.unwrap();
            }
        }
    };
    // Whichever of the two comes to the end; what the older program wrote last is worked out after all.
    let (first, second) = (Notify::new(), Notify::new());
    let written_and_settled = async {
        writes.await;
        loop {
            let revision =
                outlook::stand(&mut newer.db().read().await.unwrap()).await.unwrap().revision.unwrap();
            if outlook::left(&mut newer.db().read().await.unwrap(), &revision).await.unwrap() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        first.notify_one();
        second.notify_one();
    };
    tokio::join!(
        newer.run_replanning(|_| {}, first.notified()),
        another.run_replanning(|_| {}, second.notified()),
        written_and_settled
    );
    assert_eq!(world.findings(&newer).await, [""; 0]);
    let outdated = with(&newer, OutlookPart::Outdated).await;
    assert_eq!(outdated.len(), many.div_ceil(4).min(100));
}

async fn an_older_program_beside_a_newer_one_stands_aside(world: World) {
    let (project, _) = world.register("思思食品").await;
    let newer = with_later_catalogue(&world, 2).await;
    // The older one runs already, and never had anything to begin with: commands keep what plans come to.
    let older = world.another_process(3).await;
    let (stop, left) = (Notify::new(), Mutex::new(0));
    let working = older.run_replanning(|_| *left.lock().unwrap() += 1, stop.notified());
    let newly = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let progress = ended(&worked_out(&newer).await);
        assert_eq!((progress.total, progress.done), (1, 1));
        // Time for the older one to look again, and to leave it.
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        stop.notify_one();
    };
    tokio::join!(working, newly);
    assert_eq!(*left.lock().unwrap(), 0, "it worked out nothing");
    let stand = outlook::stand(&mut newer.db().read().await.unwrap()).await.unwrap();
    let kept = outlook::kept(&mut newer.db().read().await.unwrap(), &[project]).await.unwrap();
    assert_eq!(Some(&kept[&project].revision), stand.revision.as_ref());
}

async fn an_edit_past_the_service_is_found(world: World) {
    let (project, _) = world.register("思思食品").await;
    world.plan(&world.app, project, &[]).await;
    let edits = [
        ("undecided", "update project_outlook set undecided = undecided + 1"),
        ("missing", "update project_outlook set missing = missing + 1"),
        ("outdated", "update project_outlook set outdated = not outdated"),
        ("fileable_permit", "delete from fileable_permit"),
        ("version", "update project_outlook set version = version - 1"),
        ("project_outlook is missing", "delete from project_outlook"),
    ];
    assert_eq!(world.findings(&world.app).await, [""; 0]);
    for (told, sql) in edits {
        world.app.db().execute_now(Stmt::new("FORGE", sql), Vec::new()).await.unwrap();
        let findings = world.findings(&world.app).await;
        assert_eq!(findings.len(), 1, "{sql}: {findings:?}");
        assert!(findings[0].contains(told), "{sql}: {findings:?}");
        world.label(call(world.office.specialist, "updateProject"), project, told).await.unwrap();
        assert_eq!(world.findings(&world.app).await, [""; 0], "the next command mends it: {told}");
    }
}
