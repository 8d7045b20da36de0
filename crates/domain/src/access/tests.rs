//! The rules of access against rules written a second time, from the words of the people who made them.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::{Action, Entered, Object, Origin, PersonFacts, ProjectFacts, Viewer, can};
use crate::actor::PostRole;
use crate::ids::{AgencyId, OfficerId, RegionId};
use crate::stage::Stage;

/// 省 1, 市 2 with 县 4 and 5, 市 3 with 县 6; of each what is above it.
const ABOVE: [(u128, &[u128]); 6] =
    [(1, &[]), (2, &[1]), (3, &[1]), (4, &[2, 1]), (5, &[2, 1]), (6, &[3, 1])];

fn region(n: u128) -> RegionId {
    RegionId::from_uuid(Uuid::from_u128(n))
}

fn agency(n: u128) -> AgencyId {
    AgencyId::from_uuid(Uuid::from_u128(n))
}

fn officer(n: u128) -> OfficerId {
    OfficerId::from_uuid(Uuid::from_u128(n))
}

/// The region and all above it.
fn up(n: u128) -> Vec<RegionId> {
    let above = ABOVE.iter().find(|(region, _)| *region == n).unwrap().1;
    std::iter::once(n).chain(above.iter().copied()).map(region).collect()
}

/// Agencies 1 to 12, two in each region.
fn region_of(agency: u128) -> u128 {
    (agency - 1) % 6 + 1
}

fn viewers() -> impl Strategy<Value = Viewer> {
    (1..=4_u128, select(PostRole::ALL.to_vec()), 1..=12_u128, any::<bool>()).prop_map(
        |(who, role, of, landing_office)| Viewer {
            officer: officer(who),
            role,
            agency: agency(of),
            landing_office,
            region: region(region_of(of)),
        },
    )
}

fn projects() -> impl Strategy<Value = ProjectFacts> {
    (
        select(Stage::ALL.to_vec()),
        1..=6_u128,
        option::weighted(0.8, 1..=12_u128),
        vec(1..=12_u128, 0..3),
        vec(1..=4_u128, 0..2),
    )
        .prop_map(|(stage, place, origin, agencies, holders)| ProjectFacts {
            stage,
            place: up(place),
            origin: origin.map(|of| Origin { agency: agency(of), regions: up(region_of(of)) }),
            agencies: agencies.into_iter().map(agency).collect(),
            holders: holders.into_iter().map(officer).collect(),
        })
}

#[derive(Debug, Clone)]
enum Thing {
    Project,
    Permit(Option<AgencyId>, Option<OfficerId>),
    Person(PersonFacts),
    Enterprise(bool, Vec<Entered>),
    Registry(Option<u128>, Vec<RegionId>),
}

fn things() -> impl Strategy<Value = Thing> {
    prop_oneof![
        3 => Just(Thing::Project),
        2 => (option::of(1..=12_u128), option::of(1..=4_u128))
            .prop_map(|(of, who)| Thing::Permit(of.map(agency), who.map(officer))),
        1 => (1..=4_u128, 1..=12_u128).prop_map(|(who, of)| Thing::Person(PersonFacts {
            officer: officer(who),
            agency: agency(of),
            regions: up(region_of(of)),
        })),
        1 => (any::<bool>(), vec((1..=4_u128, option::weighted(0.9, 1..=12_u128), any::<bool>()), 0..3)).prop_map(|(named, by)| {
            let entered = |(who, of, first): (u128, Option<u128>, bool)| Entered {
                officer: officer(who),
                agency: of.map(agency),
                first,
                regions: of.map(|of| up(region_of(of))).unwrap_or_default(),
            };
            Thing::Enterprise(named, by.into_iter().map(entered).collect())
        }),
        1 => (1..=6_u128).prop_map(|at| Thing::Registry(None, up(at))),
        1 => (1..=12_u128).prop_map(|of| Thing::Registry(Some(of), up(region_of(of)))),
    ]
}

/// What a viewer has to do with a project, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// It lies in the region that the post reaches over.
    Place,
    /// The own agency brought it.
    Brought,
    /// The own landing office, or the leader, stands over the agency that brought it.
    Office,
    /// Something of it was given to the viewer.
    Held,
    /// The own agency is credited or decides a permit.
    Agency,
}

fn ties(viewer: &Viewer, project: &ProjectFacts) -> BTreeSet<Tie> {
    let mut ties = BTreeSet::new();
    if viewer.role.as_str() != "CLERK" && project.place.contains(&viewer.region) {
        ties.insert(Tie::Place);
    }
    let handles = ["SPECIALIST", "MANAGER", "LEADER"].contains(&viewer.role.as_str());
    let over = viewer.role.as_str() == "LEADER" || (viewer.landing_office && handles);
    match &project.origin {
        Some(origin) => {
            if origin.agency == viewer.agency && (handles || viewer.role.as_str() == "CLERK") {
                ties.insert(Tie::Brought);
            }
            if over && origin.regions.contains(&viewer.region) {
                ties.insert(Tie::Office);
            }
        }
        None => {
            if over && project.place.contains(&viewer.region) {
                ties.insert(Tie::Office);
            }
        }
    }
    if project.holders.contains(&viewer.officer) {
        ties.insert(Tie::Held);
    }
    if project.agencies.contains(&viewer.agency) {
        ties.insert(Tie::Agency);
    }
    ties
}

/// Which ties let somebody of this role do this to a project that is no secret any more, and to one that is.
fn enough(role: &str, action: Action) -> (&'static [Tie], &'static [Tie]) {
    use Tie::{Agency, Brought, Held, Office, Place};
    const NEVER: &[Tie] = &[];
    match (role, action) {
        ("LEADER", Action::See) => (&[Place, Brought, Office, Held, Agency], &[Place, Brought, Office, Held]),
        (_, Action::See) => (&[Place, Brought, Office, Held, Agency], &[Brought, Office, Held]),
        ("CLERK", Action::SeeWhole) => (&[Brought], &[Brought]),
        ("SPECIALIST" | "MANAGER", Action::SeeTerms) | ("MANAGER", Action::Attribute) => {
            (&[Brought, Office], &[Brought, Office])
        }
        ("LEADER", Action::SeeTerms) => (&[Place, Brought, Office], &[Place, Brought, Office]),
        ("AUDITOR" | "ADMINISTRATOR", Action::SeeWhole) => (&[Place], &[Place]),
        // Of a secret the auditor learns only when something of it was given to him, which does not make it his region's.
        ("AUDITOR", Action::SeeTerms | Action::SeeGaps) => (&[Place], NEVER),
        ("SPECIALIST" | "MANAGER" | "LEADER", Action::SeeWhole | Action::SeeGaps | Action::Work)
        | ("MANAGER" | "LEADER", Action::Manage)
        | ("LEADER", Action::Override | Action::Attribute) => {
            (&[Place, Brought, Office, Held], &[Place, Brought, Office, Held])
        }
        _ => (NEVER, NEVER),
    }
}

fn oracle(viewer: &Viewer, action: Action, project: &ProjectFacts, thing: &Thing) -> bool {
    let role = viewer.role.as_str();
    let secret = matches!(project.stage.as_str(), "LEAD" | "NEGOTIATION");
    let ties = ties(viewer, project);
    let any_of = |(open, confidential): (&[Tie], &[Tie])| {
        let needed = if secret { confidential } else { open };
        needed.iter().any(|tie| ties.contains(tie))
    };
    let on_project = |action| any_of(enough(role, Action::See)) && any_of(enough(role, action));
    match thing {
        Thing::Project => on_project(action),
        Thing::Permit(of, who) => {
            let mine = *of == Some(viewer.agency) || *who == Some(viewer.officer);
            let reported = role == "INTEGRATION" && ties.contains(&Tie::Place);
            let shown = on_project(Action::See) && (mine || reported || on_project(Action::SeeWhole));
            match action {
                Action::RecordCase => {
                    let records = !["ADMINISTRATOR", "AUDITOR"].contains(&role);
                    shown && records && (mine || ties.contains(&Tie::Place))
                }
                action => shown && on_project(action),
            }
        }
        Thing::Person(person) => {
            let over = person.regions.contains(&viewer.region);
            match (action, role) {
                (Action::See, _) => true,
                (Action::SeeContact, _) if person.officer == viewer.officer => true,
                (Action::SeeContact, "INTEGRATION") => false,
                (Action::SeeContact, "CLERK" | "AUDITOR") => person.agency == viewer.agency,
                (Action::SeeContact, _) => over || person.agency == viewer.agency,
                (Action::Keep | Action::HandOver, "ADMINISTRATOR") | (Action::HandOver, "LEADER") => over,
                (Action::Keep | Action::HandOver, "MANAGER") if viewer.landing_office && over => true,
                (Action::Keep | Action::HandOver, "MANAGER") => person.agency == viewer.agency,
                _ => false,
            }
        }
        Thing::Enterprise(named, by) => {
            let told = ["SPECIALIST", "MANAGER", "LEADER", "CLERK"].contains(&role);
            let own = by
                .iter()
                .any(|one| one.officer == viewer.officer || (one.agency == Some(viewer.agency) && told));
            let over = by.iter().any(|one| one.regions.contains(&viewer.region));
            let office = match role {
                "LEADER" => true,
                "SPECIALIST" | "MANAGER" => viewer.landing_office,
                _ => false,
            };
            let known = *named || own || (office && over) || by.iter().any(|one| one.agency.is_none());
            match (action, role) {
                (Action::See, _) | (Action::Keep, "ADMINISTRATOR") => known,
                (Action::Keep, "SPECIALIST" | "MANAGER" | "LEADER") => {
                    let theirs = |one: &Entered| {
                        one.officer == viewer.officer
                            || one.agency == Some(viewer.agency)
                            || (office && one.regions.contains(&viewer.region))
                    };
                    known && by.iter().filter(|one| one.first).any(theirs)
                }
                _ => false,
            }
        }
        Thing::Registry(of, regions) => match (action, role) {
            (Action::Keep, "ADMINISTRATOR") => regions.contains(&viewer.region),
            (Action::Keep, "MANAGER") => {
                of.map(agency) == Some(viewer.agency)
                    || (viewer.landing_office && regions.contains(&viewer.region))
            }
            _ => false,
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_decision_is_what_the_words_say(
        viewer in viewers(),
        project in projects(),
        thing in things(),
        action in select(Action::ALL.to_vec()),
    ) {
        let object = match &thing {
            Thing::Project => Object::Project(&project),
            Thing::Permit(agency, responsible) => {
                Object::Permit { project: &project, agency: *agency, responsible: *responsible }
            }
            Thing::Person(person) => Object::Person(person),
            Thing::Enterprise(named, by) => Object::Enterprise { named: *named, entered_by: by },
            Thing::Registry(of, regions) => Object::Registry { agency: of.map(agency), regions },
        };
        prop_assert_eq!(can(&viewer, action, &object), oracle(&viewer, action, &project, &thing));
    }
}
