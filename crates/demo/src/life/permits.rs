//! A permit's way from the plan that asks for it, through its preparation and its cases, to its grant.

use chrono::{DateTime, Days, NaiveDate, Utc};
use luodi_domain::case::{CaseEventKind as E, Document, EventSource, Handover};
use luodi_domain::command::{Command, NewContact, OpenCase, RecordCaseEvent, UpdatePermit};
use luodi_domain::ids::{CaseEventId, CaseId, OfficerId, PermitId};
use luodi_domain::permit::{Level, Phase, Preparation, PreparationKind};
use luodi_domain::step::Turn;

use super::needs::Needed;
use super::script::{Script, minutes};
use crate::calendar::{after, working};
use crate::city::{Office, sign};
use crate::content::names;

/// When a permit is asked for and granted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// The first day on which a case may be opened.
    pub(crate) from: NaiveDate,
    /// The day by which it should be granted.
    pub(crate) until: NaiveDate,
}

/// Who tells of a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voices {
    /// The landing specialist.
    pub(crate) specialist: OfficerId,
    /// The approval system, if it sends this project's events.
    pub(crate) exchange: Option<OfficerId>,
    /// How many working days after the fact the specialist records.
    pub(crate) lag: u32,
    /// Of a hundred cases, how many drag on: there is time until the start.
    pub(crate) dragging: u32,
}

/// When a permit was granted, and when that was known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Granted {
    pub(crate) on: NaiveDate,
    pub(crate) known_at: DateTime<Utc>,
}

/// What goes wrong or is made easier on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Smooth,
    Supplement,
    Refiled,
    Special,
    Commitment,
    Defects,
    Dragging,
    RuledOut(&'static str),
}

/// Writes the way of one permit.
pub(crate) fn permit(
    script: &mut Script,
    office: &Office,
    (needed, id): (&Needed, PermitId),
    window: Window,
    voices: Voices,
) -> Granted {
    let fate = fate(script, needed, office, voices.dragging);
    // Told on the day: what follows waits for it.
    let voices = if is_plain(needed) { Voices { lag: 0, ..voices } } else { voices };
    // Who decides for himself, and who supplies, is in no approval system.
    let outside = matches!(needed.level, Level::SelfHeld | Level::Township) || needed.department.supplies();
    let voices = if outside { Voices { exchange: None, ..voices } } else { voices };
    let mut way = Way { script, office, needed, permit: id, voices, until: window.until, last: None };
    way.go(working(window.from), fate)
}

/// Some permits are talked about before they are filed: whose turn it is, and by when.
pub(crate) fn prepare(
    script: &mut Script,
    (needed, permit): (&Needed, PermitId),
    drawn_on: NaiveDate,
    window: Window,
    voices: Voices,
) {
    if !script.chance(35) {
        return;
    }
    let on = after(drawn_on, script.some(1, 4));
    if on >= window.from {
        return;
    }
    let reviewed = needed.agency.is_some() && script.chance(40);
    let (kind, turn) = match reviewed {
        true => (PreparationKind::PreReview, Turn::Agency),
        false if needed.department.supplies() => (PreparationKind::Preparing, Turn::Utility),
        false if script.chance(30) => (PreparationKind::Preparing, Turn::Intermediary),
        false => (PreparationKind::Preparing, Turn::Enterprise),
    };
    let recorded = script.recorded(on, 0);
    let update = UpdatePermit {
        permit,
        level: None,
        phase: None,
        agency: None,
        preparation: Some(Preparation { kind, turn, agreed_on: Some(working(window.from)) }),
        due_on: Some(Some(working(window.until.max(window.from)))),
    };
    script.add(recorded, on, voices.specialist, Command::UpdatePermit(update));
}

/// Whether nothing goes wrong with it: it is told or signed for rather than examined.
fn is_plain(needed: &Needed) -> bool {
    let codes =
        ["enterprise_registration", "project_filing", "construction_permit", "quality_safety_supervision"];
    needed.phase != Phase::BeforeStart
        || needed.level == Level::SelfHeld
        || codes.contains(&needed.code.as_str())
}

/// Why a permit is not needed after all, where somebody may find that.
fn needless(needed: &Needed, office: &Office) -> Option<&'static str> {
    match needed.code.as_str() {
        "soil_water_form" | "soil_water_report" if office.place.park.is_some() => {
            Some("园区已完成水土保持区域评估, 实行承诺制管理")
        }
        "eia_form" => Some("经生态环境部门核对名录, 项目不纳入环评管理"),
        "drawing_review" => Some("属小型项目, 按当地规定免于施工图审查, 实行设计单位承诺"),
        "design_scheme" => Some("方案已随土地出让一并审定"),
        _ => None,
    }
}

fn fate(script: &mut Script, needed: &Needed, office: &Office, dragging: u32) -> Fate {
    if is_plain(needed) {
        return Fate::Smooth;
    }
    if script.chance(dragging) {
        return match needless(needed, office) {
            Some(reason) if script.chance(60) => Fate::RuledOut(reason),
            _ => Fate::Dragging,
        };
    }
    match script.some(0, 99) {
        0..=15 => Fate::Supplement,
        16..=23 => Fate::Refiled,
        24..=31 if needed.days >= 7 => Fate::Special,
        32..=39 if needed.level == Level::County => Fate::Commitment,
        40..=49 if needed.level == Level::County => Fate::Defects,
        _ => Fate::Smooth,
    }
}

/// The cases of one permit.
struct Way<'a> {
    script: &'a mut Script,
    office: &'a Office,
    needed: &'a Needed,
    permit: PermitId,
    voices: Voices,
    until: NaiveDate,
    /// The case written last.
    last: Option<CaseId>,
}

impl Way<'_> {
    fn go(&mut self, opened: NaiveDate, fate: Fate) -> Granted {
        let days = self.needed.days;
        // What is decided within days, or together with others, is accepted over the counter.
        let gap = u32::from(days > 3 && self.needed.group.is_none());
        let plain = [(E::Submitted, 0), (E::Accepted, gap)];
        match fate {
            Fate::Smooth => self.case(opened, &plain, E::Approved, days),
            Fate::Commitment => self.case(opened, &plain, E::GrantedOnCommitment, 2),
            Fate::Supplement => {
                let way = [
                    (E::Submitted, 0),
                    (E::SupplementStarted, 2),
                    (E::SupplementEnded, 4),
                    (E::Accepted, 1),
                    (E::InProgress, 1),
                ];
                self.case(opened, &way, E::Approved, days)
            }
            Fate::Special => {
                let way = [(E::Submitted, 0), (E::Accepted, 1), (E::PauseStarted, 2), (E::PauseEnded, 5)];
                self.case(opened, &way, E::Approved, days)
            }
            Fate::Refiled => {
                let accepted = [(E::Submitted, 0), (E::Accepted, 1)];
                let ended = match self.script.some(0, 3) {
                    0 => self.case(opened, &accepted, E::Denied, days.min(5)),
                    1 => self.case(opened, &accepted, E::Withdrawn, 2),
                    _ => self.case(opened, &accepted[..1], E::NotAdmitted, 2),
                };
                let later = if self.has_time() { self.script.some(8, 30) } else { 3 };
                let again = after(ended.on, later);
                self.case(again, &[(E::Submitted, 0), (E::Accepted, 1)], E::Approved, days)
            }
            Fate::RuledOut(reason) => {
                let known_at = self.script.recorded(opened, 0);
                let command = Command::RuleOutPermit(self.permit);
                self.script.add_with((known_at, opened), self.voices.specialist, reason, None, command);
                Granted { on: opened, known_at }
            }
            Fate::Dragging => {
                let way = [
                    (E::Submitted, 0),
                    (E::Accepted, 1),
                    (E::InProgress, 1),
                    (E::SupplementStarted, days),
                    (E::SupplementEnded, 40),
                ];
                self.case(opened, &way, E::Approved, days)
            }
            Fate::Defects => {
                let granted = self.case(opened, &plain, E::ApprovedWithDefects, days);
                let cured = if self.has_time() { self.script.some(12, 30) } else { self.script.some(5, 9) };
                if let Some(case) = self.last {
                    self.event(case, E::DefectsCured, after(granted.on, cured), granted.known_at, None);
                }
                granted
            }
        }
    }

    /// Whoever has time until the start takes it, now and then.
    fn has_time(&mut self) -> bool {
        self.voices.dragging > 0 && self.script.chance(40)
    }

    /// One case: its events so many working days after one another, and how it ends.
    fn case(&mut self, opened: NaiveDate, way: &[(E, u32)], end: E, days: u32) -> Granted {
        let (number, lag) = (self.number(opened), self.voices.lag);
        let needed = self.needed;
        let through = &needed.legs;
        let first = through.first().map(|(_, agency)| *agency).or(self.needed.agency);
        let opened_at = self.script.recorded(opened, lag);
        let case = CaseId::from_uuid(self.script.id(opened_at));
        self.last = Some(case);
        let handler = self.script.chance(40).then(|| NewContact {
            name: names::person(&mut self.script.rng),
            phone: Some(names::phone(&mut self.script.rng)),
        });
        let open = OpenCase {
            id: case,
            permit: self.permit,
            number: Some(number),
            agency: first,
            first_leg_due: Some(after(opened, days.max(2))),
            handler,
        };
        self.script.add(opened_at, opened, self.voices.specialist, Command::OpenCase(open));
        let mut at = opened_at;
        let mut day = opened;
        for &(kind, gap) in way {
            day = if gap == 0 { day } else { after(day, gap) };
            at = self.event(case, kind, day, at, None);
        }
        // Legs take their share of the days before the decision.
        let passed = u32::try_from(through.len()).unwrap_or(1).max(1);
        for &(leg, agency) in through.iter().skip(1) {
            day = after(day, (days / passed).max(1));
            let handover = Handover { leg, agency, due_on: Some(after(day, days.max(2))) };
            at = self.event(case, E::HandedOn, day, at, Some(handover));
        }
        let room = u32::try_from((self.until - day).num_days() * 5 / 7).unwrap_or(0);
        day = after(day, (days / passed).min(room).max(1));
        // The company is registered on its day; who collects the opinions of others decides once they are there.
        if needed.leads || needed.code == "enterprise_registration" {
            day = working(self.until.max(day));
        }
        let known_at = self.event(case, end, day, at, None);
        Granted { on: day, known_at }
    }

    fn number(&mut self, day: NaiveDate) -> String {
        let serial = self.script.some(1, 9_999);
        format!("{}{}{serial:04}", self.office.code, day.format("%Y%m%d"))
    }

    /// Records an event no earlier than the one before; returns when.
    fn event(
        &mut self,
        case: CaseId,
        kind: E,
        day: NaiveDate,
        before: DateTime<Utc>,
        handover: Option<Handover>,
    ) -> DateTime<Utc> {
        let sent = self.voices.exchange.filter(|_| kind != E::HandedOn && kind != E::DefectsCured);
        let lag = if sent.is_some() { 0 } else { self.voices.lag };
        let at = self.script.recorded(day, lag).max(minutes(before, 2));
        let id = CaseEventId::from_uuid(self.script.id(at));
        let source = match sent {
            Some(_) => EventSource::System {
                name: "省工程建设项目审批管理系统".to_owned(),
                reference: format!("{}-{:06}", self.office.code, self.script.some(1, 999_999)),
            },
            None => EventSource::Officer,
        };
        let granted = matches!(kind, E::Approved | E::ApprovedWithDefects | E::GrantedOnCommitment);
        let document = granted.then(|| Document {
            number: format!(
                "{}审〔{}〕{}号",
                sign(self.needed.department),
                day.format("%Y"),
                self.script.some(1, 600)
            ),
            valid_until: None,
        });
        let opinion = opinion(kind).map(str::to_owned);
        // As the opinion says: ten working days, which are two weeks where no holiday is.
        let cure_by = (kind == E::ApprovedWithDefects).then(|| day + Days::new(14));
        let (occurred_at, extension) = (None, None);
        let event = RecordCaseEvent {
            id,
            case,
            kind,
            occurred_at,
            source,
            handover,
            document,
            extension,
            cure_by,
            opinion,
        };
        let who = sent.unwrap_or(self.voices.specialist);
        self.script.add(at, day, who, Command::RecordCaseEvent(event));
        at
    }
}

const fn opinion(kind: E) -> Option<&'static str> {
    match kind {
        E::SupplementStarted => Some("总平面图与用地红线不一致, 请补正后重新提交"),
        E::NotAdmitted => Some("申请材料不齐全, 不予受理, 请按清单备齐后重新申报"),
        E::Denied => Some("与控制性详细规划不符, 不予批准, 调整方案后可重新申请"),
        E::Withdrawn => Some("申请人修改方案, 主动撤回"),
        E::PauseStarted => Some("组织专家评审, 评审时间不计入办理时限"),
        E::ApprovedWithDefects => Some("容缺通过, 请于十个工作日内补齐检测报告"),
        E::GrantedOnCommitment => Some("实行告知承诺, 予以办结"),
        _ => None,
    }
}
