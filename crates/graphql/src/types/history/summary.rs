//! What happened, in one line for people.

use std::collections::BTreeMap;
use std::fmt::Display;

use luodi_domain::{
    access::ForFew,
    case::CaseEvent,
    cover::{Runs, Stands},
    event::{Event, HandedOver, StageEntered},
    ids::{OfficerId, PermitId, StepId},
    permit::{PermitStatus, ResponseKind},
    private::Private,
};

use super::{
    change,
    names::{Names, StepName},
    words::Word,
};
use crate::{language::Language, messages::term};

/// What becomes of a permit by how the one stands that stands for it.
trait Told {
    fn told(&self, language: Language) -> String;
}

impl Told for Stands {
    fn told(&self, language: Language) -> String {
        let on = if self.is_granted() { self.decided_on } else { self.lost_on() };
        match (self.status, on) {
            (PermitStatus::Granted | PermitStatus::GrantedWithDefects, Some(on)) => language.pick(
                format!("随共用手续于 {on} 取得"),
                format!("was granted on {on} with the one that stands for it"),
            ),
            (PermitStatus::Lapsed, Some(on)) => language.pick(
                format!("随共用手续于 {on} 失效"),
                format!("was lost on {on} with the one that stands for it"),
            ),
            _ if self.withdrawn => language.pick(
                "的共用手续所在项目已终止".to_owned(),
                "follows one whose project was withdrawn".to_owned(),
            ),
            (PermitStatus::InCase, _) => self.runs.told(language),
            (PermitStatus::Refused, _) => language.pick(
                "随共用手续未获通过".to_owned(),
                "was refused with the one that stands for it".to_owned(),
            ),
            _ => language
                .pick("由共用手续统一办理".to_owned(), "follows the one that stands for it".to_owned()),
        }
    }
}

impl Told for Option<Runs> {
    fn told(&self, language: Language) -> String {
        let Some(Runs { accepted_on, longer }) = self else {
            return language.pick(
                "随共用手续办理中".to_owned(),
                "is under way with the one that stands for it".to_owned(),
            );
        };
        let (zh, en) = if *longer {
            ("，期间曾中止计时或延期", ", its clock stopped or its limit extended meanwhile")
        } else {
            ("", "")
        };
        language.pick(
            format!("随共用手续于 {accepted_on} 受理{zh}"),
            format!("was accepted on {accepted_on} with the one that stands for it{en}"),
        )
    }
}

/// One line about an event, without what is withheld from its reader. A thing whose name is not known is shown by its id.
pub(super) fn of(event: &Event, names: &Names, language: Language, withheld: Option<ForFew>) -> String {
    let say = Say { names, language, gates: withheld != Some(ForFew::Gate) };
    match event {
        Event::Registered(registered) => {
            let name = &registered.profile.name;
            language.pick(format!("登记项目“{name}”"), format!("Registered “{name}”"))
        }
        Event::ProfileChanged(change) => change::of(change, names, language),
        Event::SplitIntoPhases { phases } => {
            language.pick(format!("分为 {} 期", phases.len()), format!("Split into {} phases", phases.len()))
        }
        Event::PartyRecorded(party) => {
            let who = name(&names.enterprises, party.enterprise);
            let role = term(language, "partyRole", party.role.as_str());
            language.pick(format!("登记{role}：{who}"), format!("Recorded {who} as {role}"))
        }
        Event::PartyEnded { party, on } => {
            let who = names.parties.get(party).map(|&enterprise| name(&names.enterprises, enterprise));
            let who = who.unwrap_or_else(|| party.to_string());
            language.pick(format!("{who} 自 {on} 起不再是投资主体"), format!("{who} is no party since {on}"))
        }
        Event::AgreementRecorded(paper) => {
            let (kind, on) = (paper.kind.word(language), paper.signed_on);
            let title = paper.title.as_ref().and_then(Private::text).or(paper.number.as_deref());
            let title = title.map(|title| language.pick(format!("“{title}”"), format!(" “{title}”")));
            let title = title.unwrap_or_default();
            language
                .pick(format!("登记{kind}{title}，{on} 签订"), format!("Recorded {kind}{title}, signed {on}"))
        }
        Event::AgreementEnded { agreement, on } => {
            let title = name(&names.agreements, *agreement);
            language.pick(format!("协议“{title}”于 {on} 解除"), format!("“{title}” was dissolved on {on}"))
        }
        // To whom it is shown may not know more than that it was done.
        Event::TermsRecorded(_) => language.pick("登记谈判条件", "Recorded the terms").to_owned(),
        Event::MilestoneRecorded(milestone) => {
            let kind = term(language, "milestone", milestone.kind.as_str());
            let on = milestone.occurred_on;
            language.pick(format!("记录节点：{kind}（{on}）"), format!("Recorded milestone: {kind} ({on})"))
        }
        Event::FileAttached(attachment) => {
            let told = attachment.name.text().filter(|_| withheld != Some(ForFew::Paper));
            let name = told.map(|name| language.pick(format!("“{name}”"), format!(" “{name}”")));
            let name = name.unwrap_or_default();
            language.pick(format!("附加文件{name}"), format!("Attached a file{name}"))
        }
        Event::AttachmentWithdrawn { .. } => language.pick("撤回附件", "Withdrew an attachment").to_owned(),
        Event::StageEntered(entered) => say.stage_entered(entered),
        Event::StepClosed { step, reason, .. } => {
            let (step, reason) = (say.step(*step), reason.word(language));
            language.pick(format!("{step}结束：{reason}"), format!("{step} ended: {reason}"))
        }
        Event::StepReopened { step, responsible, .. } => {
            let (step, who) = (say.step(*step), say.officer(*responsible));
            language.pick(format!("{step}恢复，主办 {who}"), format!("{step} reopened, responsible: {who}"))
        }
        Event::ResponsibleChanged { step, from, to, .. } => {
            let (step, from, to) = (say.step(*step), say.officer(*from), say.officer(*to));
            language.pick(
                format!("{step}主办由 {from} 改为 {to}"),
                format!("{step}: responsible officer changed from {from} to {to}"),
            )
        }
        Event::HelperAdded { step, officer, role, .. } => {
            let (step, who, role) = (say.step(*step), say.officer(*officer), role.word(language));
            language.pick(format!("{step}由 {who} {role}"), format!("{step}: {who} {role}"))
        }
        Event::HelperRemoved { step, officer, role, .. } => {
            let (step, who, role) = (say.step(*step), say.officer(*officer), role.word(language));
            language.pick(format!("{step}不再由 {who} {role}"), format!("{step}: {who} no longer {role}"))
        }
        Event::HandedOver(handed) => say.handed_over(handed),
        Event::Paused { until, ground, .. } => {
            let ground = ground.word(language);
            language.pick(format!("暂停至 {until}（{ground}）"), format!("Paused until {until} ({ground})"))
        }
        Event::Resumed { .. } => language.pick("恢复推进", "Resumed").to_owned(),
        Event::Withdrawn { .. } => language.pick("终止", "Withdrawn").to_owned(),
        Event::Reopened { .. } => language.pick("重启", "Reopened").to_owned(),
        Event::PermitAdded(added) => {
            let (permit, who) = (say.permit(added.permit.id), say.officer(added.responsible));
            language.pick(
                format!("添加手续“{permit}”，主办 {who}"),
                format!("Added permit “{permit}”, responsible: {who}"),
            )
        }
        Event::PermitUpdated(updated) => {
            let permit = say.permit(updated.permit);
            language.pick(format!("更新手续“{permit}”"), format!("Updated permit “{permit}”"))
        }
        Event::PermitReplanned(replanned) => {
            let permit = say.permit(replanned.permit);
            language
                .pick(format!("计划调整手续“{permit}”"), format!("The plan has permit “{permit}” otherwise"))
        }
        Event::PlanDrawn { .. } => language.pick("编制手续办理计划", "Drew the plan of permits").to_owned(),
        Event::PermitResponded { permit, response } => {
            let permit = say.permit(*permit);
            match response.kind {
                ResponseKind::Confirmed => language.pick(
                    format!("部门确认手续“{permit}”"),
                    format!("The department confirmed permit “{permit}”"),
                ),
                ResponseKind::Objected => language.pick(
                    format!("部门对手续“{permit}”提出异议"),
                    format!("The department objected to permit “{permit}”"),
                ),
            }
        }
        Event::PlanLocked(locked) => {
            let start = locked.baseline.start.on;
            language.pick(
                format!("锁定手续办理计划，预计开工 {start}"),
                format!("Locked the plan of permits, start expected on {start}"),
            )
        }
        Event::CoverSet { permit, covers } => {
            let (permit, many) = (say.permit(*permit), covers.len());
            match (many, withheld) {
                (0, _) => language.pick(
                    format!("手续“{permit}”不再为其他手续共用"),
                    format!("Permit “{permit}” no longer stands for others"),
                ),
                // How many there are is told to who sees all of them.
                (_, Some(_)) => language.pick(
                    format!("手续“{permit}”为其他手续共用"),
                    format!("Permit “{permit}” stands for others"),
                ),
                (_, None) => language.pick(
                    format!("手续“{permit}”为 {many} 项手续共用"),
                    format!("Permit “{permit}” stands for {many} others"),
                ),
            }
        }
        Event::CoverFollowed { permit, by: None, .. } => {
            let permit = say.permit(*permit);
            language.pick(
                format!("手续“{permit}”改为单独办理"),
                format!("Permit “{permit}” goes its own way again"),
            )
        }
        Event::CoverFollowed { permit, by: Some(cover), .. } => {
            let told = cover.stands.told(language);
            let permit = say.permit(*permit);
            language.pick(format!("手续“{permit}”{told}"), format!("Permit “{permit}” {told}"))
        }
        Event::PermitRuledOut { permit, .. } => {
            let permit = say.permit(*permit);
            language.pick(format!("手续“{permit}”不需办理"), format!("Permit “{permit}” is not needed"))
        }
        Event::MaterialListed(told) => {
            let name = &told.facts.name;
            language.pick(format!("列入申请材料“{name}”"), format!("Listed the material “{name}”"))
        }
        Event::MaterialUpdated(told) => {
            let (name, state) = (&told.facts.name, told.facts.state.word(language));
            language.pick(
                format!("更新申请材料“{name}”：{state}"),
                format!("Updated the material “{name}”: {state}"),
            )
        }
        Event::MaterialRemoved { .. } => {
            language.pick("移除申请材料", "Took a material off the list").to_owned()
        }
        Event::CaseOpened { permit, case } => {
            let permit = say.permit(*permit);
            let agency = case.agency.map(|agency| name(&names.agencies, agency)).unwrap_or_default();
            let at = if agency.is_empty() {
                agency
            } else {
                language.pick(format!("，受理单位 {agency}"), format!(" at {agency}"))
            };
            language.pick(format!("手续“{permit}”新开办件{at}"), format!("Opened a case for “{permit}”{at}"))
        }
        Event::CaseEventRecorded { permit, event, .. } => say.case_event(*permit, event),
        Event::CaseEventInvalidated { permit, .. } => {
            let permit = say.permit(*permit);
            language.pick(
                format!("手续“{permit}”的一条办件经过作废"),
                format!("Took back a case event of “{permit}”"),
            )
        }
        Event::CaseMeasured { permit, measured, .. } => {
            let permit = say.permit(*permit);
            if measured.is_some() {
                language.pick(
                    format!("手续“{permit}”办件办结，时限按当时的规定和工作日留存"),
                    format!("The case of “{permit}” ended: its limits and working days were kept"),
                )
            } else {
                language.pick(
                    format!("手续“{permit}”办件恢复办理，时限重新计算"),
                    format!("The case of “{permit}” goes on: its limits are worked out again"),
                )
            }
        }
        Event::DuplicateRuled { ruling, until, .. } => {
            let ruling = ruling.word(language);
            let until = until.map(|day| language.pick(format!("，至 {day}"), format!(", until {day}")));
            let until = until.unwrap_or_default();
            language.pick(
                format!("查重认定：{ruling}{until}"),
                format!("Checked for duplicates: {ruling}{until}"),
            )
        }
    }
}

/// The name of something, or its id.
pub(super) fn name<K: Ord + Display + Copy>(names: &BTreeMap<K, String>, id: K) -> String {
    names.get(&id).cloned().unwrap_or_else(|| id.to_string())
}

struct Say<'a> {
    names: &'a Names,
    language: Language,
    gates: bool,
}

impl Say<'_> {
    fn officer(&self, id: OfficerId) -> String {
        name(&self.names.officers, id)
    }

    fn permit(&self, id: PermitId) -> String {
        name(&self.names.permits, id)
    }

    fn step(&self, id: StepId) -> String {
        match self.names.steps.get(&id) {
            Some(StepName::Stage(stage)) => {
                let stage = term(self.language, "stage", stage.as_str());
                self.language.pick(format!("“{stage}”阶段"), format!("Stage “{stage}”"))
            }
            Some(StepName::Permit(permit)) => {
                let permit = self.permit(*permit);
                self.language.pick(format!("手续“{permit}”"), format!("Permit “{permit}”"))
            }
            None => id.to_string(),
        }
    }

    fn stage_entered(&self, entered: &StageEntered) -> String {
        let stage = term(self.language, "stage", entered.stage.as_str());
        let who = self.officer(entered.responsible);
        let gate = if self.gates { entered.gate.word(self.language) } else { "" };
        let back = entered.from.is_some_and(|from| from > entered.stage);
        let verb = match (back, self.language) {
            (false, Language::Zh) => "进入",
            (true, Language::Zh) => "退回",
            (false, Language::En) => "Entered",
            (true, Language::En) => "Returned to",
        };
        self.language.pick(
            format!("{verb}“{stage}”阶段，主办 {who}{gate}"),
            format!("{verb} stage “{stage}”, responsible: {who}{gate}"),
        )
    }

    fn handed_over(&self, handed: &HandedOver) -> String {
        let (from, to) = (self.officer(handed.from), self.officer(handed.to));
        let (steps, helped) = (handed.steps.len(), handed.helped.len());
        self.language.pick(
            format!("{from} 移交 {to}：主办 {steps} 项，协办督办 {helped} 项"),
            format!("{from} handed over to {to}: {steps} steps, helper at {helped}"),
        )
    }

    fn case_event(&self, permit: PermitId, event: &CaseEvent) -> String {
        let permit = self.permit(permit);
        let (kind, on) = (term(self.language, "caseEvent", event.kind.as_str()), event.occurred_on);
        let handover = event.handover.map(|handover| {
            let (leg, agency) =
                (handover.leg.word(self.language), name(&self.names.agencies, handover.agency));
            self.language.pick(format!("，转 {agency}（{leg}）"), format!(", to {agency} ({leg})"))
        });
        let extension = event.extension.map(|extension| extension.days);
        let extension = extension
            .map(|days| self.language.pick(format!("，延长 {days} 日"), format!(", by {days} days")));
        let handover = handover.or(extension).unwrap_or_default();
        self.language.pick(
            format!("手续“{permit}”办件：{kind}（{on}）{handover}"),
            format!("Case of “{permit}”: {kind} ({on}){handover}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use PermitStatus as P;
    use luodi_domain::cover::InHand;

    use super::*;

    #[test]
    fn what_became_of_the_one_that_stands_for_a_permit() {
        let day = |text: &str| Some(text.parse().unwrap());
        let check = |status, since: Option<&str>, withdrawn, expected: [&str; 2]| {
            let stands = Stands {
                status,
                decided_on: day("2024-04-01"),
                since: since.and_then(day),
                in_hand: day("2024-04-01").map(|from| InHand {
                    from,
                    lost_on: since.and_then(day).filter(|_| status == P::Lapsed),
                }),
                runs: None,
                due_on: None,
                withdrawn,
            };
            let told = [Language::Zh, Language::En].map(|language| stands.told(language));
            assert_eq!(told, expected);
        };
        check(P::Preparing, None, false, ["由共用手续统一办理", "follows the one that stands for it"]);
        check(P::InCase, None, false, ["随共用手续办理中", "is under way with the one that stands for it"]);
        check(P::InCase, None, true, ["的共用手续所在项目已终止", "follows one whose project was withdrawn"]);
        check(
            P::GrantedWithDefects,
            Some("2024-04-01"),
            false,
            ["随共用手续于 2024-04-01 取得", "was granted on 2024-04-01 with the one that stands for it"],
        );
        check(
            P::Lapsed,
            Some("2024-05-01"),
            false,
            ["随共用手续于 2024-05-01 失效", "was lost on 2024-05-01 with the one that stands for it"],
        );
        check(
            P::Refused,
            Some("2024-04-01"),
            false,
            ["随共用手续未获通过", "was refused with the one that stands for it"],
        );
        let runs = |longer| day("2024-03-05").map(|accepted_on| Runs { accepted_on, longer });
        assert_eq!(runs(false).told(Language::Zh), "随共用手续于 2024-03-05 受理");
        assert_eq!(
            runs(true).told(Language::En),
            "was accepted on 2024-03-05 with the one that stands for it, its clock stopped or its limit extended meanwhile"
        );
    }
}
