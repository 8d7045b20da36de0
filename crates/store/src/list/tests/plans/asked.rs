//! What is asked of lists: each term by itself, in what is usual and what is rare, and usual combinations.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, OfficerId, ProjectId, RegionId};
use luodi_domain::money::Money;
use luodi_domain::permit::{Level, PermitStatus, Phase};
use luodi_domain::registry::AgencyKind;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::StandingKind;
use uuid::Uuid;

use super::crowd::{AGENCY, COUNTY, OFFICER, PROJECT};
use crate::fixture::{CITY, PROVINCE, day, instant};
use crate::list::fileable::FileableTerm;
use crate::list::history::HistoryTerm;
use crate::list::projects::{AgencyRole, LineageKind, OfficerRole, OutlookPart, PermitTerm, ProjectTerm};
use crate::list::registry::{AgencyTerm, EnterpriseTerm, OfficerTerm};
use crate::list::{Compare, Filter};
use crate::search::words;

type Asked<T> = Vec<(&'static str, Filter<T>)>;

fn named<T>(make: fn(Uuid) -> T, base: u128) -> Vec<T> {
    vec![make(Uuid::from_u128(base + 7))]
}

fn one<V>(value: V) -> Compare<V> {
    Compare::OneOf(vec![value])
}

fn days() -> Vec<Compare<NaiveDate>> {
    vec![Compare::AtLeast(day("2024-06-01")), Compare::Below(day("2024-07-01"))]
}

fn times() -> Vec<Compare<DateTime<Utc>>> {
    let start = instant("2024-06-01T00:00:00Z");
    vec![Compare::AtLeast(start), Compare::Below(start + TimeDelta::days(30))]
}

fn text(asked: &str) -> ProjectTerm {
    ProjectTerm::Text(words(asked))
}

pub(super) fn projects() -> Asked<ProjectTerm> {
    let officers = || named(OfficerId::from_uuid, OFFICER);
    let agencies = || named(AgencyId::from_uuid, AGENCY);
    let county = || ProjectTerm::Region(named(RegionId::from_uuid, COUNTY));
    let permit = |terms: Vec<PermitTerm>| ProjectTerm::Permit(terms.into());
    let level = || PermitTerm::Level(one(Level::City));
    let granted = || PermitTerm::Status(one(PermitStatus::Granted));
    let signed = || ProjectTerm::Stage(one(Stage::Signed));
    let key = || ProjectTerm::Label(vec!["省重点".to_owned()]);
    let officer =
        |roles: &[OfficerRole]| ProjectTerm::Officer { officers: officers(), roles: roles.to_vec() };
    let agency = |roles: &[AgencyRole]| ProjectTerm::Agency { agencies: agencies(), roles: roles.to_vec() };
    let all: Vec<(&'static str, Vec<ProjectTerm>)> = vec![
        ("everything", vec![]),
        ("stage", vec![signed()]),
        ("a stage nobody is in", vec![ProjectTerm::Stage(one(Stage::Producing))]),
        ("stage from", vec![ProjectTerm::Stage(Compare::AtLeast(Stage::Permitting))]),
        ("standing", vec![ProjectTerm::Standing(one(StandingKind::Active))]),
        ("withdrawn", vec![ProjectTerm::Standing(one(StandingKind::Withdrawn))]),
        ("track", vec![ProjectTerm::Track(one(Track::Leased))]),
        ("umbrellas", vec![ProjectTerm::Lineage(one(LineageKind::Umbrella))]),
        ("no phases", vec![ProjectTerm::Lineage(Compare::NoneOf(vec![LineageKind::Phase]))]),
        ("phases of", vec![ProjectTerm::PhaseOf(vec![ProjectId::from_uuid(Uuid::from_u128(PROJECT + 50))])]),
        ("province", vec![ProjectTerm::Region(vec![PROVINCE])]),
        ("city", vec![ProjectTerm::Region(vec![CITY])]),
        ("county", vec![county()]),
        ("chain", vec![ProjectTerm::Chain(one("链1".to_owned()))]),
        ("without chain", vec![ProjectTerm::Chain(Compare::Known(false))]),
        ("industry", vec![ProjectTerm::Industry(one("1420".to_owned()))]),
        ("label", vec![ProjectTerm::Label(vec!["标签3".to_owned()])]),
        ("a label of every second", vec![key()]),
        ("permit by level", vec![permit(vec![level()])]),
        ("permit by status", vec![permit(vec![granted()])]),
        ("permit by rare status", vec![permit(vec![PermitTerm::Status(one(PermitStatus::Lapsed))])]),
        ("permit by phase", vec![permit(vec![PermitTerm::Phase(one(Phase::BeforeProduction))])]),
        ("permit by type", vec![permit(vec![PermitTerm::TypeCode(one("type7".to_owned()))])]),
        ("permit by agency", vec![permit(vec![PermitTerm::Agency(Compare::OneOf(agencies()))])]),
        ("permit by decision", vec![permit(days().into_iter().map(PermitTerm::DecidedOn).collect())]),
        ("permit by officer", vec![permit(vec![PermitTerm::Responsible(Compare::OneOf(officers()))])]),
        ("permit by level and status", vec![permit(vec![level(), granted()])]),
        ("officer", vec![officer(&[])]),
        ("responsible", vec![officer(&[OfficerRole::Responsible])]),
        ("assisting", vec![officer(&[OfficerRole::Assisting])]),
        ("supervising", vec![officer(&[OfficerRole::Supervising])]),
        ("landing specialist", vec![officer(&[OfficerRole::LandingSpecialist])]),
        ("leader in charge", vec![officer(&[OfficerRole::LeaderInCharge])]),
        ("agency", vec![agency(&[])]),
        ("originating", vec![agency(&[AgencyRole::Originating])]),
        ("credited", vec![agency(&[AgencyRole::Credited])]),
        ("deciding", vec![agency(&[AgencyRole::Deciding])]),
        ("two characters", vec![text("庆阳")]),
        ("pinyin", vec![text("qingyin")]),
        ("initials", vec![text("qysj")]),
        ("one letter", vec![text("q")]),
        ("two words", vec![text("庆阳 数据")]),
        ("a rare word", vec![text("数据77")]),
        (
            "amount",
            vec![ProjectTerm::AgreedInvestment(Compare::AtLeast(Money::from_fen(90_000_000_000_000)))],
        ),
        ("planned start", days().into_iter().map(ProjectTerm::PlannedStart).collect()),
        ("planned production", days().into_iter().map(ProjectTerm::PlannedProduction).collect()),
        ("no planned start", vec![ProjectTerm::PlannedStart(Compare::Known(false))]),
        ("entered", vec![ProjectTerm::Entered { stage: Stage::Signed, on: days() }]),
        ("registered", times().into_iter().map(ProjectTerm::Registered).collect()),
        ("updated", times().into_iter().map(ProjectTerm::Updated).collect()),
        ("something to file", vec![ProjectTerm::Outlook(OutlookPart::Fileable, true)]),
        ("nothing to file", vec![ProjectTerm::Outlook(OutlookPart::Fileable, false)]),
        ("something undecided", vec![ProjectTerm::Outlook(OutlookPart::Undecided, true)]),
        ("nothing missing", vec![ProjectTerm::Outlook(OutlookPart::Missing, false)]),
        ("outdated", vec![ProjectTerm::Outlook(OutlookPart::Outdated, true)]),
        ("not outdated", vec![ProjectTerm::Outlook(OutlookPart::Outdated, false)]),
        ("never planned", vec![ProjectTerm::Planned(false)]),
        ("county and something to file", vec![county(), ProjectTerm::Outlook(OutlookPart::Fileable, true)]),
        ("county, stage and label", vec![county(), signed(), key()]),
        ("city, stage and label", vec![ProjectTerm::Region(vec![CITY]), signed(), key()]),
        ("county, stage and characters", vec![county(), signed(), text("庆阳")]),
        (
            "stage and amount",
            vec![
                signed(),
                ProjectTerm::AgreedInvestment(Compare::AtLeast(Money::from_fen(50_000_000_000_000))),
            ],
        ),
        ("county and city permits granted", vec![county(), permit(vec![level(), granted()])]),
        ("an officer's that go on", vec![officer(&[]), ProjectTerm::Standing(one(StandingKind::Active))]),
    ];
    let mut all: Asked<ProjectTerm> = all.into_iter().map(|(name, terms)| (name, terms.into())).collect();
    let not = |term: ProjectTerm| Filter::Not(Box::new(Filter::Term(term)));
    all.extend([
        ("not a label", not(key())),
        ("not these characters", not(text("庆阳"))),
        ("county or label", Filter::Any(vec![Filter::Term(county()), Filter::Term(key())])),
        ("characters or officer", Filter::Any(vec![Filter::Term(text("庆阳")), Filter::Term(officer(&[]))])),
    ]);
    all
}

pub(super) fn permits() -> Asked<PermitTerm> {
    let agencies = named(AgencyId::from_uuid, AGENCY);
    let officers = named(OfficerId::from_uuid, OFFICER);
    let county = ProjectTerm::Region(named(RegionId::from_uuid, COUNTY));
    let all: Vec<(&'static str, Vec<PermitTerm>)> = vec![
        ("everything", vec![]),
        ("level", vec![PermitTerm::Level(one(Level::City))]),
        ("status", vec![PermitTerm::Status(one(PermitStatus::Granted))]),
        ("rare status", vec![PermitTerm::Status(one(PermitStatus::Lapsed))]),
        ("phase", vec![PermitTerm::Phase(one(Phase::BeforeProduction))]),
        ("type", vec![PermitTerm::TypeCode(one("type7".to_owned()))]),
        ("agency", vec![PermitTerm::Agency(Compare::OneOf(agencies))]),
        ("decision", days().into_iter().map(PermitTerm::DecidedOn).collect()),
        ("officer", vec![PermitTerm::Responsible(Compare::OneOf(officers))]),
        ("project by county", vec![PermitTerm::Project(Box::new(vec![county].into()))]),
        ("project by characters", vec![PermitTerm::Project(Box::new(vec![text("庆阳")].into()))]),
        (
            "level and status",
            vec![PermitTerm::Level(one(Level::Provincial)), PermitTerm::Status(one(PermitStatus::InCase))],
        ),
    ];
    all.into_iter().map(|(name, terms)| (name, terms.into())).collect()
}

pub(super) fn fileable() -> Asked<FileableTerm> {
    let permit = |term: PermitTerm| FileableTerm::Permit(vec![term].into());
    let agency = || permit(PermitTerm::Agency(Compare::OneOf(named(AgencyId::from_uuid, AGENCY))));
    let officer = || permit(PermitTerm::Responsible(Compare::OneOf(named(OfficerId::from_uuid, OFFICER))));
    let viewer = |role, region| {
        let agency = AgencyId::from_uuid(Uuid::from_u128(AGENCY + 7));
        let officer = OfficerId::from_uuid(Uuid::from_u128(OFFICER + 7));
        FileableTerm::ReadBy(Viewer { officer, role, agency, landing_office: true, region })
    };
    let of_county = || viewer(PostRole::Specialist, RegionId::from_uuid(Uuid::from_u128(COUNTY + 7)));
    vec![
        ("everything", Filter::default()),
        ("agency", vec![agency()].into()),
        ("officer", vec![officer()].into()),
        ("a leader of the province", vec![viewer(PostRole::Leader, PROVINCE)].into()),
        ("an officer of a specialist of the county", vec![officer(), of_county()].into()),
        ("an agency of a specialist of the county", vec![agency(), of_county()].into()),
    ]
}

pub(super) fn agencies() -> Asked<AgencyTerm> {
    vec![
        ("everything", Filter::default()),
        ("kind", vec![AgencyTerm::Kind(one(AgencyKind::Department))].into()),
        ("region", vec![AgencyTerm::Region(named(RegionId::from_uuid, COUNTY))].into()),
        ("active", vec![AgencyTerm::Active(true)].into()),
        ("text", vec![AgencyTerm::Text(words("ju7"))].into()),
    ]
}

pub(super) fn officers() -> Asked<OfficerTerm> {
    vec![
        ("everything", Filter::default()),
        ("role", vec![OfficerTerm::Role(one(PostRole::Leader))].into()),
        ("agency", vec![OfficerTerm::Agency(named(AgencyId::from_uuid, AGENCY))].into()),
        ("region", vec![OfficerTerm::Region(named(RegionId::from_uuid, COUNTY))].into()),
        ("active", vec![OfficerTerm::Active(true)].into()),
        ("out of service", vec![OfficerTerm::Active(false)].into()),
        ("text", vec![OfficerTerm::Text(words("wang77"))].into()),
        ("text and region", vec![OfficerTerm::Text(words("wang7")), OfficerTerm::Region(vec![CITY])].into()),
    ]
}

pub(super) fn enterprises() -> Asked<EnterpriseTerm> {
    vec![
        ("everything", Filter::default()),
        ("code", vec![EnterpriseTerm::CreditCode(one("911410000000000007".to_owned()))].into()),
        ("two characters", vec![EnterpriseTerm::Text(words("庆阳"))].into()),
        ("rare", vec![EnterpriseTerm::Text(words("庆阳777"))].into()),
    ]
}

/// What hardly any entry is, and the index that finds it.
pub(super) fn rare_history() -> [(Filter<HistoryTerm>, &'static str); 2] {
    let rare = |term| Filter::from(vec![term]);
    [
        (rare(HistoryTerm::Command(one("WITHDRAW".to_owned()))), "history_by_command_name"),
        (rare(HistoryTerm::EventType(one("PROJECT_WITHDRAWN".to_owned()))), "history_by_event"),
    ]
}

pub(super) fn history() -> Asked<HistoryTerm> {
    let county = ProjectTerm::Region(named(RegionId::from_uuid, COUNTY));
    vec![
        ("everything", Filter::default()),
        ("project", vec![HistoryTerm::Project(named(ProjectId::from_uuid, PROJECT))].into()),
        ("of a county", vec![HistoryTerm::OfProjects(vec![county].into())].into()),
        ("actor", vec![HistoryTerm::Actor(named(OfficerId::from_uuid, OFFICER))].into()),
        ("command", vec![HistoryTerm::Command(one("ADD_PERMIT".to_owned()))].into()),
        ("event", vec![HistoryTerm::EventType(one("PROJECT_REGISTERED".to_owned()))].into()),
        ("recorded", times().into_iter().map(HistoryTerm::RecordedAt).collect::<Vec<_>>().into()),
        ("happened", days().into_iter().map(HistoryTerm::OccurredOn).collect::<Vec<_>>().into()),
    ]
}
