//! What those above both decide, and what becomes of the two.

use chrono::NaiveDate;
use luodi_app::Call;
use luodi_app::list::DuplicateTerm;
use luodi_app::projects::{CoverPermits, DecideDuplicate};
use luodi_domain::command::Command;
use luodi_domain::duplicate::{Ruling, Suspicion};
use luodi_domain::event::Event;
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::profile::{Change, CodeStanding};
use luodi_domain::refusal::Rule;
use luodi_domain::standing::StandingKind;

use super::{Cast, Desk, because, code, with_code};
use crate::world::{World, call, on_both_databases, refused};

on_both_databases!(
    a_decision_stands_in_both_histories,
    of_two_that_are_merged_the_first_goes_on,
    two_whose_permits_stand_for_one_another_are_merged,
    what_was_merged_for_its_code_alone_is_looked_at_again,
    nobody_decides_where_his_own_agency_brought_one,
    who_brings_a_project_by_now_is_looked_at
);

impl Cast {
    async fn decides(&self, pair: &Suspicion, ruling: Ruling, version: Option<i64>) -> Option<Rule> {
        let call = Call { expected_version: version, ..because(self.city.manager, "decideDuplicate") };
        let decide = DecideDuplicate { duplicate: pair.id, ruling };
        refused(&self.world.app.decide_duplicate(call, decide).await)
    }

    async fn pair(&self, project: ProjectId) -> Suspicion {
        let mut pairs = self.pairs(self.city.manager, project).await;
        assert_eq!(pairs.len(), 1);
        pairs.remove(0)
    }

    /// Whether the list of what is to be decided on a day has anything.
    async fn open_on(&self, day: &str) -> i64 {
        let day: NaiveDate = day.parse().unwrap();
        let sight = self.sight(self.city.manager).await;
        let open = sight.count_duplicates(&vec![DuplicateTerm::Open(true, day)].into()).await.unwrap();
        let closed = sight.count_duplicates(&vec![DuplicateTerm::Open(false, day)].into()).await.unwrap();
        assert_eq!(open + closed, sight.count_duplicates(&Vec::new().into()).await.unwrap());
        open
    }

    /// What was last recorded of a project.
    async fn last(&self, project: ProjectId) -> Event {
        self.world.app.history_page(project, 0, 1_000).await.unwrap().pop().unwrap().event
    }
}

async fn a_decision_stands_in_both_histories(world: World) {
    let cast = Cast::in_world(world).await;
    let first = cast.brings(cast.one, "乳品深加工").await;
    let second = cast.brings(cast.other, "乳品深加工").await;
    let pair = cast.pair(first).await;
    assert_eq!(cast.open_on("2024-10-31").await, 1);
    let until: NaiveDate = "2024-12-31".parse().unwrap();
    let ruling = Ruling::FirstContactStands { until };
    assert_eq!(cast.decides(&pair, ruling, Some(2)).await, Some(Rule::VersionConflict));
    assert_eq!(cast.decides(&pair, ruling, Some(1)).await, None);
    for project in [first, second] {
        let told = cast.last(project).await;
        let expected = Event::DuplicateRuled {
            duplicate: pair.id,
            ruling: ruling.kind(),
            until: Some(until),
            on: "2024-10-31".parse().unwrap(),
        };
        assert_eq!(told, expected);
    }
    // Nobody has to look again before the day is over.
    for (day, open) in [("2024-10-31", 0), ("2024-12-31", 0), ("2025-01-01", 1)] {
        assert_eq!(cast.open_on(day).await, open, "{day}");
        assert_eq!(cast.pair(first).await.is_open(day.parse().unwrap()), open == 1, "{day}");
    }
    // Who decided on what was decided meanwhile is told.
    assert_eq!(cast.decides(&pair, Ruling::KeepApart, Some(1)).await, Some(Rule::VersionConflict));
    assert_eq!(cast.decides(&pair, Ruling::KeepApart, Some(2)).await, None);
    let decided = cast.pair(second).await;
    let decision = decided.decision.unwrap();
    assert_eq!((decision.ruling, decision.by), (Ruling::KeepApart, Some(cast.city.manager)));
    // A ground that was not known then is looked at.
    let enterprise = cast.enters(cast.one).await;
    assert_eq!(cast.enters(cast.other).await, enterprise);
    cast.invests(cast.one, first, enterprise).await;
    assert_eq!(cast.pair(first).await, decided);
    cast.invests(cast.other, second, enterprise).await;
    let again = cast.pair(first).await;
    assert_eq!((again.grounds.investor, again.decision), (true, None));
    cast.world.assert_all_whole().await;
}

async fn of_two_that_are_merged_the_first_goes_on(world: World) {
    let cast = Cast::in_world(world).await;
    let coded = |desk| with_code(cast.registration(desk, "乳品深加工"), 0);
    let first = cast.registered(cast.one, coded(cast.one)).await.unwrap();
    let second = cast.registered(cast.other, coded(cast.other)).await.unwrap();
    let pair = cast.pair(first).await;
    assert!(pair.grounds.code && pair.grounds.name);
    assert_eq!(cast.decides(&pair, Ruling::Merge, None).await, None);
    let heads = cast.world.app.heads(&[first, second]).await.unwrap();
    let standing = |id| (heads[&id].standing.kind(), heads[&id].profile.codes[&code(0)]);
    assert_eq!(standing(first), (StandingKind::Active, CodeStanding::Present));
    assert_eq!(standing(second), (StandingKind::Withdrawn, CodeStanding::Former));
    assert_eq!(cast.open_on("2024-10-31").await, 0);
    // Who takes it up again all the same is seen to.
    cast.does(cast.other, second, Command::Reopen { substitute: None }).await.unwrap();
    assert_eq!(cast.open_on("2024-10-31").await, 1);
    assert_eq!(cast.pair(first).await.decision, None);
    cast.world.assert_all_whole().await;
}

/// Either stands for the other's: each is written once, and what follows the one that is withdrawn knows it.
async fn two_whose_permits_stand_for_one_another_are_merged(world: World) {
    let cast = Cast::in_world(world).await;
    for (name, later_leads) in [("乳品深加工", true), ("葡萄酒庄", false)] {
        let mut permits = Vec::new();
        for desk in [cast.one, cast.other] {
            let project = cast.brings(desk, name).await;
            let by = call(desk.specialist, "addPermit");
            let added = cast.world.add_permit(by, project, "农用地转用", None).await.unwrap();
            permits.push((project, PermitId::from_uuid(added.object().unwrap())));
        }
        let ((first, of_first), (second, of_second)) = (permits[0], permits[1]);
        let pair = cast.pair(first).await;
        let (permit, other) = if later_leads { (of_second, of_first) } else { (of_first, of_second) };
        let by = because(cast.city.manager, "coverPermits");
        cast.world.app.cover_permits(by, CoverPermits { permit, others: vec![other] }).await.unwrap();
        assert_eq!(cast.decides(&pair, Ruling::Merge, None).await, None, "{name}");
        let heads = cast.world.app.heads(&[first, second]).await.unwrap();
        let standings = [first, second].map(|project| heads[&project].standing.kind());
        assert_eq!(standings, [StandingKind::Active, StandingKind::Withdrawn], "{name}");
        let told = cast.world.app.permits(&[first, second]).await.unwrap();
        let follower = if later_leads { first } else { second };
        let cover = told[&follower][&other].covered_by.unwrap();
        assert_eq!(cover.stands.withdrawn, later_leads, "{name}");
    }
    cast.world.assert_all_whole().await;
}

async fn what_was_merged_for_its_code_alone_is_looked_at_again(world: World) {
    let cast = Cast::in_world(world).await;
    let coded = |desk, name| with_code(cast.registration(desk, name), 0);
    let first = cast.registered(cast.one, coded(cast.one, "乳品深加工")).await.unwrap();
    let second = cast.registered(cast.other, coded(cast.other, "光伏组件")).await.unwrap();
    let pair = cast.pair(first).await;
    assert!(pair.grounds.code && !pair.grounds.name);
    assert_eq!(cast.decides(&pair, Ruling::Merge, None).await, None);
    assert_eq!(cast.open_on("2024-10-31").await, 0);
    // Its code was given up with it.
    cast.does(cast.other, second, Command::Reopen { substitute: None }).await.unwrap();
    assert_eq!(cast.open_on("2024-10-31").await, 1);
    assert_eq!(cast.pair(first).await.decision, None);
}

async fn nobody_decides_where_his_own_agency_brought_one(world: World) {
    let cast = Cast::in_world(world).await;
    let first = cast.brings(cast.one, "乳品深加工").await;
    let registration = cast.registration(Desk { place: cast.one.place, ..cast.city }, "乳品深加工");
    cast.registered(cast.city, registration).await.unwrap();
    let pair = cast.pair(first).await;
    assert_eq!(cast.decides(&pair, Ruling::Merge, None).await, Some(Rule::OutsideJurisdiction));
    assert_eq!(cast.pair(first).await, pair, "a refusal changes nothing");
    let decide = DecideDuplicate { duplicate: pair.id, ruling: Ruling::KeepApart };
    let by_leader = cast.world.app.decide_duplicate(because(cast.leader, "decideDuplicate"), decide).await;
    assert_eq!(refused(&by_leader), None);
}

async fn who_brings_a_project_by_now_is_looked_at(world: World) {
    let cast = Cast::in_world(world).await;
    let first = cast.brings(cast.one, "乳品深加工").await;
    let second = cast.brings(cast.one, "乳品深加工").await;
    assert_eq!(cast.pairs(cast.city.manager, first).await, [], "one agency knows what it brings");
    let given = Change::OriginatingAgency(Some(cast.other.agency));
    cast.does(cast.city, second, Command::Update(vec![given])).await.unwrap();
    assert!(cast.pair(first).await.grounds.name);
}
