//! Parties, agreements and milestones.

use chrono::{DateTime, Days, NaiveDate, Utc};
use luodi_domain::agreement::AgreementKind;
use luodi_domain::command::{
    Command, NewContact, NewEvidence, RecordAgreement, RecordMilestone, RecordParty,
};
use luodi_domain::ids::{AgreementId, EnterpriseId, MilestoneId, OfficerId, PartyId};
use luodi_domain::milestone::{EvidenceKind, MilestoneKind, Works};
use luodi_domain::party::PartyRole;
use luodi_domain::stage::Track;

use super::script::Script;
use super::sketch::Sketch;
use crate::calendar::{self, later, working};
use crate::content::facts::Site;
use crate::content::names;

/// An enterprise takes up a role.
pub(super) fn party(
    script: &mut Script,
    who: OfficerId,
    enterprise: EnterpriseId,
    role: PartyRole,
    since: NaiveDate,
) {
    let contact = (role == PartyRole::Signatory).then(|| NewContact {
        name: names::person(&mut script.rng),
        phone: Some(names::phone(&mut script.rng)),
    });
    let at = script.recorded(since, 0);
    let id = PartyId::from_uuid(script.id(at));
    script.add(at, since, who, Command::RecordParty(RecordParty { id, enterprise, role, since, contact }));
}

/// What is signed: now and then an intent first, which the contract replaces.
pub(super) fn signature(script: &mut Script, who: OfficerId, sketch: &Sketch) {
    let day = sketch.days.sign;
    let paper = |id, kind, signed_on, supersedes, number, event: Option<&str>| RecordAgreement {
        id,
        kind,
        title: None,
        number: Some(number),
        amount: sketch.amount,
        signed_on,
        event: event.map(str::to_owned),
        supersedes,
    };
    let mut intent = None;
    if script.chance(30) {
        let early = later(sketch.days.negotiation, 6);
        if early < day {
            let number = format!("意向〔{}〕{}号", early.format("%Y"), script.some(1, 400));
            let at = script.recorded(early, 0);
            let id = AgreementId::from_uuid(script.id(at));
            let intended = paper(id, AgreementKind::Intent, early, None, number, None);
            script.add(at, early, who, Command::RecordAgreement(intended));
            intent = Some(id);
        }
    }
    let number = format!("招合〔{}〕{}号", day.format("%Y"), sketch.number);
    // Before the transition of the same day is recorded, at the earliest at half past eight.
    let at = calendar::at(working(day), 5);
    let id = AgreementId::from_uuid(script.id(at));
    let signed = paper(id, sketch.agreement, day, intent, number, sketch.fair);
    script.add(at, day, who, Command::RecordAgreement(signed));
}

/// A milestone with its proof.
pub(super) fn milestone(
    script: &mut Script,
    who: OfficerId,
    kind: MilestoneKind,
    day: NaiveDate,
    works: Option<Works>,
    lag: u32,
) -> DateTime<Utc> {
    let proof = match kind {
        MilestoneKind::Registered => (EvidenceKind::Document, "营业执照"),
        MilestoneKind::LandSupplied => (EvidenceKind::Document, "国有建设用地使用权出让合同"),
        MilestoneKind::Started => (EvidenceKind::Photo, "现场核查照片及核查表"),
        MilestoneKind::Completed => (EvidenceKind::Document, "竣工验收意见书"),
        MilestoneKind::InStatistics => (EvidenceKind::Document, "入库审核通过截图"),
        MilestoneKind::Producing => (EvidenceKind::Invoice, "首张销售发票"),
        MilestoneKind::FullOutput => (EvidenceKind::Document, "达产核查报告"),
    };
    proven(script, who, (kind, works), proof, (day, lag))
}

/// The land is there: by which paper depends on how it is held.
pub(super) fn land(script: &mut Script, who: OfficerId, site: Site, day: NaiveDate, lag: u32) {
    let paper = match site {
        Site::Held => "不动产权证书(自有存量用地)",
        Site::Standard | Site::Sold | Site::Farmland => "国有建设用地使用权出让合同",
        Site::Allocated => "国有建设用地划拨决定书",
        Site::Open => "土地租赁协议及踏勘记录",
        Site::Facility => "设施农业用地备案表",
        Site::Premises => "厂房租赁合同",
    };
    let kind = (MilestoneKind::LandSupplied, None);
    proven(script, who, kind, (EvidenceKind::Document, paper), (day, lag));
}

fn proven(
    script: &mut Script,
    who: OfficerId,
    (kind, works): (MilestoneKind, Option<Works>),
    (proof, reference): (EvidenceKind, &str),
    (day, lag): (NaiveDate, u32),
) -> DateTime<Utc> {
    let at = script.recorded(day, lag);
    let id = MilestoneId::from_uuid(script.id(at));
    let note =
        (kind == MilestoneKind::Started).then(|| "落地专员现场核实, 已形成永久性工程实物量".to_owned());
    let evidence = vec![NewEvidence { kind: proof, reference: reference.to_owned(), note }];
    script.add(at, day, who, Command::RecordMilestone(RecordMilestone { id, kind, works, evidence }));
    at
}

/// What is seen on site when a project of this track starts.
pub(super) fn works(script: &mut Script, track: Track) -> Works {
    match (track, script.some(0, 2)) {
        (Track::Leased, _) => Works::FitOut,
        (Track::Upgrade, _) => Works::Equipment,
        (_, 0) => Works::DeepPit,
        (_, 1) => Works::Piles,
        _ => Works::Foundation,
    }
}

/// The day after which something can be told of the company: a fortnight after the signature.
pub(super) fn registered_on(sign: NaiveDate, days: u64) -> NaiveDate {
    working(sign + Days::new(days))
}
