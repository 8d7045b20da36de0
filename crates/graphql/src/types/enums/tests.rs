//! The API spells every value as the database and the history do.

use async_graphql::resolver_utils::EnumType;

use super::*;

#[track_caller]
fn check<A: EnumType, D: Copy + PartialEq + std::fmt::Debug + Into<A>>(
    all: &[D],
    code: fn(D) -> &'static str,
) {
    let items = A::items();
    assert_eq!(items.len(), all.len());
    for (item, &value) in items.iter().zip(all) {
        assert_eq!(item.name, code(value), "{value:?} is spelled alike and stands in the same place");
        assert!(item.value == value.into(), "{value:?} is the same value");
    }
}

#[test]
fn codes_are_those_of_the_domain() {
    use luodi_domain as d;
    check::<Stage, _>(d::stage::Stage::ALL, d::stage::Stage::as_str);
    check::<Track, _>(d::stage::Track::ALL, d::stage::Track::as_str);
    check::<Standing, _>(d::standing::StandingKind::ALL, d::standing::StandingKind::as_str);
    check::<PauseGround, _>(d::standing::PauseGround::ALL, d::standing::PauseGround::as_str);
    check::<NameKind, _>(d::profile::NameKind::ALL, d::profile::NameKind::as_str);
    check::<CodeStanding, _>(d::profile::CodeStanding::ALL, d::profile::CodeStanding::as_str);
    check::<ProjectCodeForm, _>(d::codes::ProjectCodeForm::ALL, d::codes::ProjectCodeForm::as_str);
    check::<DatePrecision, _>(d::partial_date::Precision::ALL, d::partial_date::Precision::as_str);
    check::<GateOutcome, _>(d::event::GateOutcome::ALL, d::event::GateOutcome::as_str);
    check::<CloseReason, _>(d::step::CloseReason::ALL, d::step::CloseReason::as_str);
    check::<StepRole, _>(d::step::StepRole::ALL, d::step::StepRole::as_str);
    check::<Turn, _>(d::step::Turn::ALL, d::step::Turn::as_str);
    check::<ExchangeStage, _>(d::catalogue::ExchangeStage::ALL, d::catalogue::ExchangeStage::as_str);
    check::<ProjectPoint, _>(d::catalogue::Node::ALL, d::catalogue::Node::as_str);
    check::<StopKind, _>(d::catalogue::StopKind::ALL, d::catalogue::StopKind::as_str);
    check::<Lapse, _>(d::catalogue::Lapse::ALL, d::catalogue::Lapse::as_str);
    check::<DayUnit, _>(d::calendar::DayUnit::ALL, d::calendar::DayUnit::as_str);
    check::<PermitLevel, _>(d::permit::Level::ALL, d::permit::Level::as_str);
    check::<PermitPhase, _>(d::permit::Phase::ALL, d::permit::Phase::as_str);
    check::<PreparationKind, _>(d::permit::PreparationKind::ALL, d::permit::PreparationKind::as_str);
    check::<PermitStatus, _>(d::permit::PermitStatus::ALL, d::permit::PermitStatus::as_str);
    check::<MaterialState, _>(d::material::MaterialState::ALL, d::material::MaterialState::as_str);
    check::<CaseState, _>(d::case::CaseState::ALL, d::case::CaseState::as_str);
    check::<CaseEventKind, _>(d::case::CaseEventKind::ALL, d::case::CaseEventKind::as_str);
    check::<ClockState, _>(d::clock::ClockState::ALL, d::clock::ClockState::as_str);
    check::<ClockAlert, _>(d::clock::Alert::ALL, d::clock::Alert::as_str);
    check::<ClockPauseKind, _>(d::clock::PauseKind::ALL, d::clock::PauseKind::as_str);
    check::<LegKind, _>(d::case::LegKind::ALL, d::case::LegKind::as_str);
    check::<PartyRole, _>(d::party::PartyRole::ALL, d::party::PartyRole::as_str);
    check::<CreditRole, _>(d::party::CreditRole::ALL, d::party::CreditRole::as_str);
    check::<AgreementKind, _>(d::agreement::AgreementKind::ALL, d::agreement::AgreementKind::as_str);
    check::<MilestoneKind, _>(d::milestone::MilestoneKind::ALL, d::milestone::MilestoneKind::as_str);
    check::<Works, _>(d::milestone::Works::ALL, d::milestone::Works::as_str);
    check::<EvidenceKind, _>(d::milestone::EvidenceKind::ALL, d::milestone::EvidenceKind::as_str);
    check::<RegionKind, _>(d::registry::RegionKind::ALL, d::registry::RegionKind::as_str);
    check::<AgencyKind, _>(d::registry::AgencyKind::ALL, d::registry::AgencyKind::as_str);
    check::<PostRole, _>(d::actor::PostRole::ALL, d::actor::PostRole::as_str);
    check::<Instrument, _>(d::actor::Instrument::ALL, d::actor::Instrument::as_str);
    check::<DuplicateRuling, _>(d::duplicate::RulingKind::ALL, d::duplicate::RulingKind::as_str);
}
