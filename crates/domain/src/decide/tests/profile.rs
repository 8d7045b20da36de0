//! What a project is: names, codes, shares, places, dates.

use std::collections::BTreeMap;

use super::fixture::*;
use super::life::{Life, new_build_at, on, registration};
use crate::attribute::{Answer, Attribute, Quantity};
use crate::codes::ProjectCode;
use crate::command::{Command, Register};
use crate::ids::{CreditId, RegionId};
use crate::money::Money;
use crate::partial_date::PartialDate;
use crate::party::{Credit, CreditRole};
use crate::profile::{Change, CodeStanding, NameKind, Place, Profile};
use crate::share::Share;
use crate::stage::{Stage, Track};

const NOW: &str = "2025-06-10";

/// What changing the profile is answered; the same profile is refused in the same words when it is registered.
fn check(changes: &[Change], expected: &str) {
    let mut life = new_build_at(Stage::Lead);
    assert_eq!(life.answer(&Command::Update(changes.to_vec()), &on(NOW)), expected, "{changes:?}");
    let mut command = registration(Track::NewBuild, Stage::Lead);
    for change in changes {
        command.profile.apply(change.clone());
    }
    let registered =
        Life::begin(&command, &on(NOW)).map_or_else(|refusal| refusal.to_string(), |_| "ok".into());
    assert_eq!(registered, expected, "registering {changes:?}");
}

/// Credits of (role, percent, since, until).
fn credits(rows: &[(CreditRole, &str, &str, Option<&str>)]) -> Change {
    let credit =
        |(number, &(role, percent, since, until)): (u128, &(CreditRole, &str, &str, Option<&str>))| {
            let id = CreditId::from_uuid(uuid(number));
            let share = Share::parse_percent(percent).unwrap();
            let credit =
                Credit { id, agency: COUNTY_OFFICE, role, share, since: day(since), until: until.map(day) };
            (id, credit)
        };
    Change::Credits((1..).zip(rows).map(credit).collect())
}

#[test]
fn shares_of_a_role_never_exceed_the_whole_on_any_day() {
    use CreditRole::{Hosting, Originating};
    check(&[credits(&[])], "ok");
    check(
        &[credits(&[(Originating, "60", "2025-01-01", None), (Originating, "40", "2025-01-01", None)])],
        "ok",
    );
    check(
        &[credits(&[(Originating, "100", "2025-01-01", None), (Hosting, "100", "2025-01-01", None)])],
        "ok",
    );
    check(
        &[credits(&[(Originating, "60", "2025-01-01", None), (Originating, "40.01", "2025-03-01", None)])],
        "SHARES_EXCEED_WHOLE .credits role=ORIGINATING date=2025-03-01",
    );
    // One follows the other: the last day of the first still counts.
    let handed =
        |since| credits(&[(Hosting, "100", "2025-01-01", Some("2025-02-28")), (Hosting, "100", since, None)]);
    check(&[handed("2025-03-01")], "ok");
    check(&[handed("2025-02-28")], "SHARES_EXCEED_WHOLE .credits role=HOSTING date=2025-02-28");
    // Only in the middle do the three lie over one another.
    let three = [
        (Hosting, "50", "2025-01-01", Some("2025-03-31")),
        (Hosting, "50", "2025-02-01", None),
        (Hosting, "1", "2025-03-31", Some("2025-03-31")),
    ];
    check(&[credits(&three)], "SHARES_EXCEED_WHOLE .credits role=HOSTING date=2025-03-31");
    check(
        &[credits(&[(Hosting, "50", "2025-07-01", None)])],
        "DATE_IN_FUTURE .credits date=2025-07-01 today=2025-06-30",
    );
    check(
        &[credits(&[(Hosting, "50", "2025-02-01", Some("2025-01-31"))])],
        "DATE_OUT_OF_ORDER .credits date=2025-01-31 notBefore=2025-02-01",
    );
}

#[test]
fn the_regions_of_a_place_lie_within_one_another() {
    let row = |regions: [Option<RegionId>; 4], expected: &str| {
        let [province, city, county, park] = regions;
        check(&[Change::Place(Place { province, city, county, park })], expected);
    };
    row([None; 4], "ok");
    row([Some(PROVINCE), Some(CITY), Some(COUNTY), None], "ok");
    row([Some(PROVINCE), None, Some(COUNTY), Some(PARK)], "ok");
    row([None, None, None, Some(PARK)], "ok");
    row([Some(PROVINCE), Some(OTHER_CITY), Some(COUNTY), None], "PLACE_INCONSISTENT .countyId");
    row([None, Some(CITY), Some(OTHER_COUNTY), None], "PLACE_INCONSISTENT .countyId");
    row([None, None, Some(OTHER_COUNTY), Some(PARK)], "PLACE_INCONSISTENT .parkId");
    row([Some(CITY), None, None, None], "PLACE_INCONSISTENT .provinceId found=CITY");
    row([None, Some(COUNTY), None, None], "PLACE_INCONSISTENT .cityId found=COUNTY");
    let nowhere = RegionId::from_uuid(uuid(99));
    row([Some(nowhere), None, None, None], &format!("NOT_FOUND .provinceId id={nowhere}"));
}

#[test]
fn who_says_the_county_has_said_the_city() {
    let check = |named: [Option<RegionId>; 4], expected: [Option<RegionId>; 4]| {
        let [province, city, county, park] = named;
        let place = Place { province, city, county, park };
        let mut life = new_build_at(Stage::Lead);
        assert_eq!(life.answer(&Command::Update(vec![Change::Place(place)]), &on(NOW)), "ok");
        let mut command = registration(Track::NewBuild, Stage::Lead);
        command.profile.place = place;
        for project in [life.project, Life::begin(&command, &on(NOW)).unwrap().project] {
            let Place { province, city, county, park } = project.profile.place;
            assert_eq!([province, city, county, park], expected, "{named:?}");
        }
    };
    check([None, None, Some(COUNTY), None], [Some(PROVINCE), Some(CITY), Some(COUNTY), None]);
    check([None, None, None, Some(PARK)], [Some(PROVINCE), Some(CITY), Some(COUNTY), Some(PARK)]);
    check([Some(PROVINCE), None, None, None], [Some(PROVINCE), None, None, None]);
    check([None; 4], [None; 4]);
}

#[test]
fn texts_dates_and_attributes() {
    let date = |text| Some(PartialDate::parse_code(text).unwrap());
    let energy = |answer| Change::Attribute(Attribute::EnergyTce, Some(answer));
    let number = |text: &str| Answer::Number(Quantity::parse(text).unwrap());
    check(&[Change::Name("\u{0}".into())], "TEXT_CONTROL_CHARACTER .name position=1");
    check(&[Change::Name(" ".into())], "TEXT_EMPTY .name");
    check(&[Change::Name("长".repeat(201))], "TEXT_TOO_LONG .name max=200 found=201");
    check(&[Change::LabelAdded(String::new())], "TEXT_EMPTY .labels");
    check(&[Change::Industry(Some("长".repeat(41)))], "TEXT_TOO_LONG .industry max=40 found=41");
    // Rough dates: refused only where no reading makes them true.
    let plan =
        |start, production| [Change::PlannedStart(date(start)), Change::PlannedProduction(date(production))];
    check(&plan("2026", "2026-03"), "ok");
    check(&plan("2026-H2", "2026"), "ok");
    check(
        &plan("2026-H2", "2026-H1"),
        "DATE_OUT_OF_ORDER .plannedProduction date=2026-06-30 notBefore=2026-07-01",
    );
    check(
        &[Change::PlannedStart(date("1950"))],
        "DATE_TOO_EARLY .plannedStart date=1950-01-01 earliest=1978-01-01",
    );
    check(&[energy(number("1200.5"))], "ok");
    check(&[energy(Answer::Unknown)], "ok");
    for answer in [number("-1"), Answer::Flag(true)] {
        check(&[energy(answer)], "VALUE_INVALID .attributes key=energy_tce");
    }
    let labels: Vec<Change> = (0..51).map(|number| Change::LabelAdded(format!("标签{number}"))).collect();
    check(&labels[..50], "ok");
    check(&labels, "TOO_MANY .labels max=50");
}

#[test]
fn who_and_what_is_named_exists() {
    check(
        &[Change::LandingSpecialist(Some(STRANGER))],
        &format!("NOT_FOUND .landingSpecialistId id={STRANGER}"),
    );
    check(&[Change::LeaderInCharge(Some(STRANGER))], &format!("NOT_FOUND .leaderInChargeId id={STRANGER}"));
    let closed = format!("NOT_FOUND .originatingAgencyId id={CLOSED_OFFICE}");
    check(&[Change::OriginatingAgency(Some(CLOSED_OFFICE))], &closed);
}

#[test]
fn an_agency_that_closed_stays_named_but_is_not_named_anew() {
    let mut life = new_build_at(Stage::Lead);
    life.facts.agencies.remove(&COUNTY_OFFICE);
    let mut answer = |change| life.answer(&Command::Update(vec![change]), &on(NOW));
    assert_eq!(answer(Change::LabelAdded("重大项目".into())), "ok");
    let credited = credits(&[(CreditRole::Hosting, "100", "2025-01-01", None)]);
    assert_eq!(answer(credited), format!("NOT_FOUND .credits id={COUNTY_OFFICE}"));
}

#[test]
fn what_is_registered_is_cleaned_like_what_is_changed() {
    let untidy = |mut profile: Profile| {
        profile.name = " 某项目 ".into();
        profile.industry = Some(" C1411 ".into());
        profile.chain = Some("食品\u{3000}".into());
        profile.labels = [" 重大项目 ".to_owned()].into();
        profile.other_names = BTreeMap::from([(" 食品园 ".to_owned(), NameKind::Alias)]);
        profile
    };
    let base = registration(Track::NewBuild, Stage::Lead);
    let command = Register { profile: untidy(base.profile.clone()), ..base };
    let profile = Life::begin(&command, &on(NOW)).unwrap().project.profile;
    let texts = (profile.name.as_str(), profile.industry.as_deref(), profile.chain.as_deref());
    assert_eq!(texts, ("某项目", Some("C1411"), Some("食品")));
    assert_eq!(profile.labels, ["重大项目".to_owned()].into());
    assert_eq!(profile.other_names, BTreeMap::from([("食品园".to_owned(), NameKind::Alias)]));
}

#[test]
fn former_names_and_codes_stay() {
    let mut life = new_build_at(Stage::Lead);
    let [old, new] = ["2206-640122-04-05-102038", "2404-621002-04-01-000012"]
        .map(|text| ProjectCode::parse(text).unwrap());
    let mut answer = |changes: &[Change]| life.answer(&Command::Update(changes.to_vec()), &on(NOW));
    let code = |code: &ProjectCode, standing| Change::Code(code.clone(), standing);
    assert_eq!(answer(&[Change::Name("新名".into()), code(&old, CodeStanding::Present)]), "ok");
    assert_eq!(answer(&[code(&new, CodeStanding::Present)]), "TOO_MANY .projectCode max=1");
    let replaced = [code(&old, CodeStanding::Former), code(&new, CodeStanding::Present)];
    assert_eq!(answer(&replaced), "ok");
    let profile = &life.project.profile;
    assert_eq!(profile.present_code(), Some(&new));
    assert_eq!(profile.codes[&old], CodeStanding::Former);
    assert_eq!(profile.other_names["某食品产业园项目"], NameKind::Former);
}

#[test]
fn a_track_without_the_present_stage_is_refused() {
    let check = |stage: Stage, track: Track, expected: &str| {
        let mut life = new_build_at(stage);
        let answer = life.answer(&Command::Update(vec![Change::Track(track)]), &on(NOW));
        assert_eq!(answer, expected, "{stage} {track}");
    };
    check(Stage::Signed, Track::AssetLight, "ok");
    check(Stage::Permitting, Track::Acquisition, "ok");
    check(Stage::Producing, Track::AssetLight, "ok");
    check(
        Stage::Permitting,
        Track::AssetLight,
        "STAGE_NOT_IN_TRACK .stage track=ASSET_LIGHT attempted=PERMITTING",
    );
    check(
        Stage::Started,
        Track::Acquisition,
        "STAGE_NOT_IN_TRACK .stage track=ACQUISITION attempted=STARTED",
    );
}

#[test]
fn a_change_to_what_is_so_already_changes_nothing() {
    let mut life = new_build_at(Stage::Permitting);
    let name = life.project.profile.name.clone();
    assert_eq!(life.tries(&Command::Update(vec![Change::Name(name)]), &on("2025-06-01")).unwrap(), []);
    assert_eq!(life.answer(&Command::Update(vec![]), &on("2025-06-01")), "NOTHING_TO_CHANGE");
}

#[test]
fn what_is_taken_off_was_there() {
    let there = [
        Change::LabelAdded("重大项目".into()),
        Change::OtherNameAdded("食品园".into(), NameKind::Alias),
        Change::Attribute(Attribute::InPark, Some(Answer::Flag(true))),
    ];
    let check = |change: Change, expected: &str| {
        let mut life = new_build_at(Stage::Lead);
        life.does(&Command::Update(there.to_vec()), &on("2025-02-01"));
        let before = life.clone();
        // What is refused takes what came with it along.
        let changes = vec![Change::Chain(Some("食品".into())), change.clone()];
        assert_eq!(life.answer(&Command::Update(changes), &on("2025-02-02")), expected, "{change:?}");
        if expected != "ok" {
            assert_eq!((life.project, life.history), (before.project, before.history));
        }
    };
    check(Change::LabelRemoved("重大项目".into()), "ok");
    check(Change::LabelRemoved("重大".into()), "NOT_FOUND .removeLabels value=重大");
    check(Change::OtherNameRemoved("食品园".into()), "ok");
    check(Change::OtherNameRemoved("食品".into()), "NOT_FOUND .removeAliases value=食品");
    check(Change::Attribute(Attribute::InPark, None), "ok");
    check(Change::Attribute(Attribute::Hotel, None), "NOT_FOUND .removeAttributes value=hotel");
}

#[test]
fn an_amount_is_neither_negative_nor_beyond_what_can_be_summed() {
    let amount = |yuan: &str| Change::AgreedInvestment(Some(Money::parse_yuan(yuan).unwrap()));
    check(&[amount("0")], "ok");
    check(&[amount("10000000000000")], "ok");
    check(&[amount("-0.01")], "MONEY_INVALID .agreedInvestment value=-0.01");
    check(&[amount("10000000000000.01")], "MONEY_INVALID .agreedInvestment value=10000000000000.01");
}
