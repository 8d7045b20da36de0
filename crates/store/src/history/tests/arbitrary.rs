//! Any event there could be, within what the domain lets through.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};
use luodi_domain::agreement::{Agreement, AgreementKind};
use luodi_domain::attachment::{Attachment, MediaType, Subject, Withdrawal};
use luodi_domain::attribute::{Answer, Answers, Attribute, Kind, Quantity};
use luodi_domain::calendar::{Covered, DayUnit, KeptDays};
use luodi_domain::case::{
    Case, CaseEvent, CaseEventKind, Document, EventSource, Extension, Handover, LegKind, Measured,
};
use luodi_domain::clock::{Limit, Limits};
use luodi_domain::codes::ProjectCode;
use luodi_domain::cover::{self, Cover, InHand, Runs, Stands};
use luodi_domain::duplicate::RulingKind;
use luodi_domain::event::{
    Event, GateOutcome, HandedOver, MaterialTold, PermitAdded, PermitReplanned, PermitUpdated, PlanLocked,
    Registered, StageEntered,
};
use luodi_domain::ids::{
    AgencyId, AgreementId, AttachmentId, CaseEventId, CaseId, CreditId, DuplicateId, EnterpriseId, FileId,
    MaterialId, MilestoneId, OfficerId, PartyId, PermitId, ProjectId, RegionId, StepId,
};
use luodi_domain::material::{MaterialFacts, MaterialState};
use luodi_domain::milestone::{Evidence, EvidenceKind, Milestone, MilestoneKind, Works};
use luodi_domain::money::Money;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::party::{Credit, CreditRole, Party, PartyRole};
use luodi_domain::permit::{
    Level, Permit, PermitItem, PermitStatus, Phase, Planned, Preparation, PreparationKind, Response,
    ResponseKind, RuledOut,
};
use luodi_domain::plan::Baseline;
use luodi_domain::private::{Contact, Private};
use luodi_domain::profile::{Change, CodeStanding, NameKind, Place, Profile};
use luodi_domain::schedule::Estimate;
use luodi_domain::share::Share;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::PauseGround;
use luodi_domain::step::{CloseReason, HelperRole, Turn};
use luodi_domain::terms::{Subsidy, SubsidyKind, Terms};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

fn id<T: std::fmt::Debug>(of: fn(Uuid) -> T) -> impl Strategy<Value = T> {
    any::<u128>().prop_map(move |bits| of(Uuid::from_u128(bits)))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
    (0_u64..=109_572).prop_map(move |days| first + Days::new(days))
}

/// A time to the microsecond, which is what the databases keep.
fn time() -> impl Strategy<Value = NaiveTime> {
    (0_u32..86_400, 0_u32..1_000_000).prop_map(|(second, micros)| {
        NaiveTime::from_num_seconds_from_midnight_opt(second, micros * 1_000).unwrap()
    })
}

fn private() -> impl Strategy<Value = Private> {
    of(any::<String>()).prop_map(Private::from_stored)
}

fn contact() -> impl Strategy<Value = Contact> {
    (private(), of(private())).prop_map(|(name, phone)| Contact { name, phone })
}

fn money() -> impl Strategy<Value = Money> {
    any::<i64>().prop_map(Money::from_fen)
}

fn code() -> impl Strategy<Value = ProjectCode> {
    select(vec!["2206-640122-04-05-102038", "2017-130000-01-01-00001", "2020-640122-13-03-017459"])
        .prop_map(|code| ProjectCode::parse(code).unwrap())
}

fn partial_date() -> impl Strategy<Value = PartialDate> {
    (day(), select(Precision::ALL), any::<String>())
        .prop_map(|(day, precision, raw)| PartialDate::new(day, precision, raw).unwrap())
}

fn answered() -> impl Strategy<Value = (Attribute, Answer)> {
    let answer = |attribute: Attribute| match attribute.kind() {
        Kind::Flag => any::<bool>().prop_map(Answer::Flag).boxed(),
        Kind::Number(_) => "[0-9]{1,9}(\\.[0-9]{1,4})?"
            .prop_map(|text| Answer::Number(Quantity::parse(&text).unwrap()))
            .boxed(),
        Kind::Choice(choices) => (0..choices.len()).prop_map(|place| Answer::Choice(&choices[place])).boxed(),
    };
    let answer = move |attribute| prop_oneof![1 => Just(Answer::Unknown), 3 => answer(attribute)];
    select(Attribute::ALL).prop_flat_map(move |attribute| (Just(attribute), answer(attribute)))
}

fn place() -> impl Strategy<Value = Place> {
    let region = || of(id(RegionId::from_uuid));
    (region(), region(), region(), region()).prop_map(|(province, city, county, park)| Place {
        province,
        city,
        county,
        park,
    })
}

fn credits() -> impl Strategy<Value = BTreeMap<CreditId, Credit>> {
    let credit = (
        id(CreditId::from_uuid),
        id(AgencyId::from_uuid),
        select(CreditRole::ALL),
        0_i64..=10_000,
        day(),
        of(day()),
    );
    let credit = credit.prop_map(|(id, agency, role, points, since, until)| {
        let share = Share::from_basis_points(points).unwrap();
        (id, Credit { id, agency, role, share, since, until })
    });
    vec(credit, 0..3).prop_map(|credits| credits.into_iter().collect())
}

fn profile() -> impl Strategy<Value = Profile> {
    let names = (any::<String>(), btree_map(any::<String>(), select(NameKind::ALL), 0..3));
    let kind = (
        select(Track::ALL),
        btree_map(code(), select(CodeStanding::ALL), 0..3),
        of(any::<String>()),
        of(any::<String>()),
    );
    let people = (
        place(),
        of(id(AgencyId::from_uuid)),
        of(id(OfficerId::from_uuid)),
        of(id(OfficerId::from_uuid)),
        credits(),
    );
    let rest = (
        btree_set(any::<String>(), 0..3),
        of(money()),
        of(partial_date()),
        of(partial_date()),
        vec(answered(), 0..3).prop_map(Answers::from_iter),
        btree_set(select(Attribute::ALL), 0..3),
    );
    (names, kind, people, rest).prop_map(|(names, kind, people, rest)| Profile {
        name: names.0,
        other_names: names.1,
        track: kind.0,
        codes: kind.1,
        industry: kind.2,
        chain: kind.3,
        place: people.0,
        originating_agency: people.1,
        landing_specialist: people.2,
        leader_in_charge: people.3,
        credits: people.4,
        labels: rest.0,
        agreed_investment: rest.1,
        planned_start: rest.2,
        planned_production: rest.3,
        attributes: rest.4,
        presumed: rest.5,
    })
}

fn change() -> impl Strategy<Value = Change> {
    let text = any::<String>;
    prop_oneof![
        text().prop_map(Change::Name),
        (text(), select(NameKind::ALL)).prop_map(|(name, kind)| Change::OtherNameAdded(name, kind)),
        text().prop_map(Change::OtherNameRemoved),
        select(Track::ALL).prop_map(Change::Track),
        (code(), select(CodeStanding::ALL)).prop_map(|(code, standing)| Change::Code(code, standing)),
        of(text()).prop_map(Change::Industry),
        of(text()).prop_map(Change::Chain),
        place().prop_map(Change::Place),
        of(id(AgencyId::from_uuid)).prop_map(Change::OriginatingAgency),
        of(id(OfficerId::from_uuid)).prop_map(Change::LandingSpecialist),
        of(id(OfficerId::from_uuid)).prop_map(Change::LeaderInCharge),
        credits().prop_map(Change::Credits),
        text().prop_map(Change::LabelAdded),
        text().prop_map(Change::LabelRemoved),
        of(money()).prop_map(Change::AgreedInvestment),
        of(partial_date()).prop_map(Change::PlannedStart),
        of(partial_date()).prop_map(Change::PlannedProduction),
        answered().prop_map(|(attribute, answer)| Change::Attribute(attribute, Some(answer))),
        select(Attribute::ALL).prop_map(|attribute| Change::Attribute(attribute, None)),
        answered().prop_map(|(attribute, answer)| Change::AttributePresumed(attribute, answer)),
    ]
}

fn party() -> impl Strategy<Value = Party> {
    let enterprise = id(EnterpriseId::from_uuid);
    (id(PartyId::from_uuid), enterprise, select(PartyRole::ALL), day(), of(day()), of(contact())).prop_map(
        |(id, enterprise, role, since, until, contact)| Party { id, enterprise, role, since, until, contact },
    )
}

fn agreement() -> impl Strategy<Value = Agreement> {
    let text = || of(any::<String>());
    let ids = (id(AgreementId::from_uuid), of(id(AgreementId::from_uuid)));
    (ids, select(AgreementKind::ALL), (of(private()), text(), text()), of(money()), (day(), of(day())))
        .prop_map(|((id, supersedes), kind, (title, number, event), amount, (signed_on, ended_on))| {
            Agreement { id, kind, title, number, amount, signed_on, event, supersedes, ended_on }
        })
}

fn milestone() -> impl Strategy<Value = Milestone> {
    let evidence = (select(EvidenceKind::ALL), private(), of(private()))
        .prop_map(|(kind, reference, note)| Evidence { kind, reference, note });
    let kind = (select(MilestoneKind::ALL), of(select(Works::ALL)));
    (id(MilestoneId::from_uuid), kind, day(), vec(evidence, 0..3)).prop_map(
        |(id, (kind, works), occurred_on, evidence)| Milestone { id, kind, occurred_on, works, evidence },
    )
}

fn attachment() -> impl Strategy<Value = Attachment> {
    let subject = prop_oneof![
        Just(Subject::Project),
        id(MilestoneId::from_uuid).prop_map(Subject::Milestone),
        id(PermitId::from_uuid).prop_map(Subject::Permit),
        id(AgreementId::from_uuid).prop_map(Subject::Agreement),
        id(MaterialId::from_uuid).prop_map(Subject::Material),
    ];
    let ids = (id(AttachmentId::from_uuid), id(FileId::from_uuid), id(OfficerId::from_uuid));
    let file = (private(), select(MediaType::ALL), any::<i64>(), "[0-9a-f]{64}");
    let withdrawn = (day(), private()).prop_map(|(on, reason)| Withdrawal { on, reason });
    (ids, subject, file, day(), of(withdrawn)).prop_map(|(ids, subject, file, on, withdrawn)| {
        let ((id, of_file, uploaded_by), (name, media_type, size, sha256)) = (ids, file);
        Attachment { id, file: of_file, subject, name, media_type, size, sha256, uploaded_by, on, withdrawn }
    })
}

fn case_event() -> BoxedStrategy<CaseEvent> {
    let source = prop_oneof![
        Just(EventSource::Officer),
        (any::<String>(), any::<String>())
            .prop_map(|(name, reference)| EventSource::System { name, reference }),
    ];
    let handover = (select(LegKind::ALL), id(AgencyId::from_uuid), of(day()))
        .prop_map(|(leg, agency, due_on)| Handover { leg, agency, due_on });
    let document =
        (any::<String>(), of(day())).prop_map(|(number, valid_until)| Document { number, valid_until });
    let when = (day(), of(time()));
    let extension = (any::<u32>(), select(DayUnit::ALL), of(any::<u32>()))
        .prop_map(|(days, unit, most)| Extension { days, unit, most });
    let more = (of(extension), of(day()));
    let what =
        (select(CaseEventKind::ALL), source, of(handover), of(document), more, of(private()), any::<bool>());
    (id(CaseEventId::from_uuid), when, what)
        .prop_map(|(id, (occurred_on, occurred_at), what)| {
            let (kind, source, handover, document, (extension, cure_by), opinion, valid) = what;
            CaseEvent {
                id,
                kind,
                occurred_on,
                occurred_at,
                source,
                handover,
                document,
                extension,
                cure_by,
                opinion,
                valid,
            }
        })
        .boxed()
}

fn case() -> BoxedStrategy<Case> {
    let agency = of(id(AgencyId::from_uuid));
    let events = vec(case_event(), 0..3);
    (id(CaseId::from_uuid), of(any::<String>()), agency, day(), of(day()), of(contact()), events)
        .prop_map(|(id, number, agency, opened_on, first_leg_due, handler, events)| {
            let events = events.into_iter().map(|event| (event.id, event)).collect();
            Case { id, number, agency, opened_on, first_leg_due, handler, measured: None, events }
        })
        .prop_flat_map(|case| {
            of(measured()).prop_map(move |measured| Case { measured: measured.map(Box::new), ..case.clone() })
        })
        .boxed()
}

/// Boxed: the events of all kinds together are too much for the stack of a test.
fn measured() -> BoxedStrategy<Measured> {
    let limit = || of((any::<u32>(), select(DayUnit::ALL)).prop_map(|(days, unit)| Limit { days, unit }));
    let leg = (select(LegKind::ALL), any::<u32>()).prop_map(|(kind, days)| (kind, Limit::working(days)));
    let limits = (limit(), limit(), limit(), vec(leg, 0..3)).prop_map(|(legal, promised, cure, legs)| {
        Limits { legal, promised, cure, legs: legs.into_iter().collect(), procedures: Vec::new() }
    });
    let covered = vec((day(), day()).prop_map(|(from, until)| Covered { from, until }), 0..3);
    let days = (day(), day(), vec(day(), 0..3), vec(day(), 0..3), covered)
        .prop_map(|(from, until, off, worked, covered)| KeptDays { from, until, off, worked, covered });
    (of(limits), days).prop_map(|(limits, days)| Measured { limits, days }).boxed()
}

fn preparation() -> impl Strategy<Value = Preparation> {
    (select(PreparationKind::ALL), select(Turn::ALL), of(day()))
        .prop_map(|(kind, turn, agreed_on)| Preparation { kind, turn, agreed_on })
}

fn permit() -> impl Strategy<Value = Permit> {
    let item = prop_oneof![
        any::<String>().prop_map(PermitItem::Catalogued),
        any::<String>().prop_map(PermitItem::Named),
    ];
    let ids = (id(PermitId::from_uuid), id(StepId::from_uuid));
    let what = (item, select(Level::ALL), select(Phase::ALL), of(any::<String>()));
    let planned = (select(Level::ALL), select(Phase::ALL), of(id(AgencyId::from_uuid)))
        .prop_map(|(level, phase, agency)| Planned { level, phase, agency });
    let who = (of(id(AgencyId::from_uuid)), preparation(), of(planned));
    let said = (of(response()), of(day()));
    let ruled_out =
        (day(), private(), any::<bool>()).prop_map(|(on, reason, by_plan)| RuledOut { on, reason, by_plan });
    (ids, what, who, said, vec(case(), 0..2), of(ruled_out)).prop_map(
        |((id, step), what, (agency, preparation, planned), (response, baseline_on), cases, ruled_out)| {
            let (item, level, phase, part) = what;
            let cases = cases.into_iter().map(|case| (case.id, case)).collect();
            Permit {
                id,
                step,
                item,
                level,
                phase,
                part,
                agency,
                planned,
                response,
                baseline_on,
                preparation,
                cases,
                ruled_out,
                covers: [].into(),
                covered_by: None,
                cover_changed_on: None,
            }
        },
    )
}

fn covers() -> impl Strategy<Value = cover::Covered> {
    vec((id(PermitId::from_uuid), id(ProjectId::from_uuid)), 0..3).prop_map(cover::Covered::from_iter)
}

fn cover() -> impl Strategy<Value = Cover> {
    let in_hand = (day(), of(day())).prop_map(|(from, lost_on)| InHand { from, lost_on });
    let runs = (day(), any::<bool>()).prop_map(|(accepted_on, longer)| Runs { accepted_on, longer });
    let days = (of(day()), of(day()), of(in_hand), of(runs), of(day()));
    let stands = (select(PermitStatus::ALL), days, any::<bool>()).prop_map(
        |(status, (decided_on, since, in_hand, runs, due_on), withdrawn)| Stands {
            status,
            decided_on,
            since,
            in_hand,
            runs,
            due_on,
            withdrawn,
        },
    );
    (id(ProjectId::from_uuid), id(PermitId::from_uuid), stands).prop_map(|(project, permit, stands)| Cover {
        project,
        permit,
        stands,
    })
}

fn response() -> impl Strategy<Value = Response> {
    (select(ResponseKind::ALL), day(), of(private()), of(day()))
        .prop_map(|(kind, on, reason, objected_from)| Response { kind, on, reason, objected_from })
}

fn locked() -> impl Strategy<Value = PlanLocked> {
    let estimate = || {
        (day(), any::<bool>(), any::<bool>()).prop_map(|(on, provisional, at_least)| Estimate {
            on,
            provisional,
            at_least,
        })
    };
    let baseline = (day(), estimate(), estimate()).prop_map(|(locked_on, start, production)| Baseline {
        locked_on,
        start,
        production,
    });
    (baseline, btree_map(id(PermitId::from_uuid), day(), 0..3))
        .prop_map(|(baseline, permits)| PlanLocked { baseline, permits })
}

fn material() -> impl Strategy<Value = MaterialTold> {
    let permits = btree_map(id(PermitId::from_uuid), any::<bool>(), 0..3);
    let what =
        (any::<String>(), select(Turn::ALL), of(private()), select(MaterialState::ALL), of(day()), permits);
    let facts = what.prop_map(|(name, holder, note, state, due_on, permits)| MaterialFacts {
        name,
        holder,
        note,
        state,
        due_on,
        permits,
    });
    (id(MaterialId::from_uuid), facts, day()).prop_map(|(material, facts, on)| MaterialTold {
        material,
        facts,
        on,
    })
}

fn stage_entered() -> impl Strategy<Value = StageEntered> {
    let stages = (select(Stage::ALL), of(select(Stage::ALL)));
    let gate = (select(GateOutcome::ALL), btree_set(id(PermitId::from_uuid), 0..3));
    let step = (id(StepId::from_uuid), id(OfficerId::from_uuid), day(), of(day()));
    (stages, gate, step).prop_map(|((stage, from), (gate, gaps), (step, responsible, on, due_on))| {
        StageEntered { stage, from, gate, gaps, step, responsible, on, due_on }
    })
}

fn handed_over() -> impl Strategy<Value = HandedOver> {
    let steps = || btree_set(id(StepId::from_uuid), 0..3);
    let officer = || id(OfficerId::from_uuid);
    (officer(), officer(), steps(), steps(), any::<bool>(), any::<bool>(), day()).prop_map(
        |(from, to, steps, helped, as_specialist, as_leader, on)| HandedOver {
            from,
            to,
            steps,
            helped,
            as_specialist,
            as_leader,
            on,
        },
    )
}

fn terms() -> impl Strategy<Value = Terms> {
    let subsidy = || {
        let (amount, condition) = (of(money()), of(private()));
        (amount, condition).prop_map(|(amount, condition)| Subsidy { amount, condition })
    };
    let subsidies = btree_map(select(SubsidyKind::ALL), subsidy(), 0..3);
    (of(money()), subsidies, of(private())).prop_map(|(land_price, subsidies, note)| Terms {
        land_price,
        subsidies,
        note,
    })
}

fn of_project() -> impl Strategy<Value = Event> {
    let registered = (profile(), of(id(ProjectId::from_uuid)))
        .prop_map(|(profile, phase_of)| Event::Registered(Box::new(Registered { profile, phase_of })));
    prop_oneof![
        registered,
        change().prop_map(|change| Event::ProfileChanged(Box::new(change))),
        vec(id(ProjectId::from_uuid), 0..3).prop_map(|phases| Event::SplitIntoPhases { phases }),
        party().prop_map(Event::PartyRecorded),
        (id(PartyId::from_uuid), day()).prop_map(|(party, on)| Event::PartyEnded { party, on }),
        agreement().prop_map(Event::AgreementRecorded),
        (id(AgreementId::from_uuid), day())
            .prop_map(|(agreement, on)| Event::AgreementEnded { agreement, on }),
        terms().prop_map(Event::TermsRecorded),
        milestone().prop_map(Event::MilestoneRecorded),
        attachment().prop_map(|attachment| Event::FileAttached(Box::new(attachment))),
        (id(AttachmentId::from_uuid), day(), private())
            .prop_map(|(attachment, on, reason)| Event::AttachmentWithdrawn { attachment, on, reason }),
        (day(), day(), select(PauseGround::ALL)).prop_map(|(on, until, ground)| Event::Paused {
            on,
            until,
            ground
        }),
        day().prop_map(|on| Event::Withdrawn { on }),
        day().prop_map(|on| Event::Resumed { on }),
        day().prop_map(|on| Event::Reopened { on }),
    ]
}

fn of_step() -> impl Strategy<Value = Event> {
    let step = || id(StepId::from_uuid);
    let officer = || id(OfficerId::from_uuid);
    let helper = || (step(), officer(), select(HelperRole::ALL), day());
    prop_oneof![
        stage_entered().prop_map(Event::StageEntered),
        (step(), day(), select(CloseReason::ALL)).prop_map(|(step, on, reason)| Event::StepClosed {
            step,
            on,
            reason
        }),
        (step(), officer(), day()).prop_map(|(step, responsible, on)| Event::StepReopened {
            step,
            responsible,
            on
        }),
        (step(), officer(), officer(), day()).prop_map(|(step, from, to, on)| Event::ResponsibleChanged {
            step,
            from,
            to,
            on
        }),
        helper().prop_map(|(step, officer, role, on)| Event::HelperAdded { step, officer, role, on }),
        helper().prop_map(|(step, officer, role, on)| Event::HelperRemoved { step, officer, role, on }),
        handed_over().prop_map(Event::HandedOver),
    ]
}

fn of_permit() -> impl Strategy<Value = Event> {
    let id_of_permit = || id(PermitId::from_uuid);
    let id_of_case = || id(CaseId::from_uuid);
    let added = (permit(), id(OfficerId::from_uuid), day(), of(day()))
        .prop_map(|(permit, responsible, on, due_on)| PermitAdded { permit, responsible, on, due_on });
    let level = (select(Level::ALL), select(Phase::ALL));
    let updated = (id_of_permit(), level, of(id(AgencyId::from_uuid)), preparation(), of(day())).prop_map(
        |(permit, (level, phase), agency, preparation, due_on)| PermitUpdated {
            permit,
            level,
            phase,
            agency,
            preparation,
            due_on,
        },
    );
    prop_oneof![
        material().prop_map(|told| Event::MaterialListed(Box::new(told))),
        material().prop_map(|told| Event::MaterialUpdated(Box::new(told))),
        (id(MaterialId::from_uuid), day(), private())
            .prop_map(|(material, on, reason)| Event::MaterialRemoved { material, on, reason }),
        added.prop_map(|added| Event::PermitAdded(Box::new(added))),
        updated.prop_map(Event::PermitUpdated),
        (id_of_permit(), day(), private(), any::<bool>()).prop_map(|(permit, on, reason, by_plan)| {
            Event::PermitRuledOut { permit, on, reason, by_plan }
        }),
        day().prop_map(|on| Event::PlanDrawn { on }),
        (id_of_permit(), response())
            .prop_map(|(permit, response)| Event::PermitResponded { permit, response }),
        (id_of_permit(), covers()).prop_map(|(permit, covers)| Event::CoverSet { permit, covers }),
        (id_of_permit(), of(cover()), day()).prop_map(|(permit, by, on)| Event::CoverFollowed {
            permit,
            by,
            on
        }),
        locked().prop_map(|locked| Event::PlanLocked(Box::new(locked))),
        permit().prop_map(|permit| {
            let (level, phase, agency) = (permit.level, permit.phase, permit.agency);
            let planned = permit.planned.unwrap_or(Planned { level, phase, agency: None });
            Event::PermitReplanned(PermitReplanned { permit: permit.id, planned, level, phase, agency })
        }),
        (id_of_permit(), case())
            .prop_map(|(permit, case)| Event::CaseOpened { permit, case: Box::new(case) }),
        (id_of_permit(), id_of_case(), case_event()).prop_map(|(permit, case, event)| {
            Event::CaseEventRecorded { permit, case, event: Box::new(event) }
        }),
        (id_of_permit(), id_of_case(), id(CaseEventId::from_uuid))
            .prop_map(|(permit, case, event)| Event::CaseEventInvalidated { permit, case, event }),
        (id_of_permit(), id_of_case(), of(measured())).prop_map(|(permit, case, measured)| {
            Event::CaseMeasured { permit, case, measured: measured.map(Box::new) }
        }),
        (id(DuplicateId::from_uuid), select(RulingKind::ALL), of(day()), day()).prop_map(
            |(duplicate, ruling, until, on)| Event::DuplicateRuled { duplicate, ruling, until, on }
        ),
    ]
}

/// Any event.
pub(super) fn event() -> impl Strategy<Value = Event> {
    prop_oneof![of_project(), of_step(), of_permit()]
}
