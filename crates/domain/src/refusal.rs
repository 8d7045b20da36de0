//! Refusals: what a rule says when it says no, with the facts a person needs to act on it.

use std::fmt;

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::ids::PermitId;
use crate::words::Words;

coded_enum! {
    /// The rule that refused. The set is closed: every client can handle all of them, and both catalogues of texts have all
    /// of them.
    pub enum Rule {
        /// A required text is empty.
        TextEmpty = "TEXT_EMPTY",
        /// A text is longer than its limit.
        TextTooLong = "TEXT_TOO_LONG",
        /// A text has a control character or NUL.
        TextControlCharacter = "TEXT_CONTROL_CHARACTER",
        /// A value is not of the form it must have.
        ValueInvalid = "VALUE_INVALID",
        /// A project code 项目代码 fails its check (GB/T 40058-2021).
        ProjectCodeInvalid = "PROJECT_CODE_INVALID",
        /// A credit code 统一社会信用代码 fails its check (GB 32100-2015).
        CreditCodeInvalid = "CREDIT_CODE_INVALID",
        /// A region code fails its check (GB/T 2260).
        RegionCodeInvalid = "REGION_CODE_INVALID",
        /// An amount of money is malformed, negative or too large.
        MoneyInvalid = "MONEY_INVALID",
        /// A date lies after today.
        DateInFuture = "DATE_IN_FUTURE",
        /// A date lies before anything this system can know of.
        DateTooEarly = "DATE_TOO_EARLY",
        /// A date lies before what it must follow, or a span ends before it begins.
        DateOutOfOrder = "DATE_OUT_OF_ORDER",
        /// A required value was not given.
        Required = "REQUIRED",
        /// Too many entries.
        TooMany = "TOO_MANY",
        /// What is named does not exist, or not for the caller.
        NotFound = "NOT_FOUND",
        /// Somebody changed the object since the caller read it.
        VersionConflict = "VERSION_CONFLICT",
        /// The password is shorter or longer than it may be.
        PasswordLength = "PASSWORD_LENGTH",
        /// The password is guessed too easily.
        PasswordWeak = "PASSWORD_WEAK",
        /// The present password is not the one given.
        PasswordWrong = "PASSWORD_WRONG",
        /// The same idempotency key came with another request.
        IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED",
        /// Something else already has this code or name.
        Duplicate = "DUPLICATE",
        /// The change would change nothing.
        NothingToChange = "NOTHING_TO_CHANGE",
        /// The caller's role does not allow this.
        RoleNotAllowed = "ROLE_NOT_ALLOWED",
        /// The caller knows of the object, and it is not in his hands: another region's, another agency's, or
        /// somebody else's.
        OutsideJurisdiction = "OUTSIDE_JURISDICTION",
        /// The command needs a reason.
        ReasonRequired = "REASON_REQUIRED",
        /// The command needs a leader's authority.
        AuthorityRequired = "AUTHORITY_REQUIRED",
        /// The authority does not stand one level up.
        AuthorityTooLow = "AUTHORITY_TOO_LOW",
        /// What a leader decided in writing is recorded with its number.
        AuthorityNumberRequired = "AUTHORITY_NUMBER_REQUIRED",
        /// Only leaders have recorders, and only specialists, managers and clerks are one.
        RecorderMisfit = "RECORDER_MISFIT",
        /// The caller does not record for the officer on whose authority he would: only whom a leader appointed does.
        NotRecorder = "NOT_RECORDER",
        /// The officer named is not in service.
        OfficerInactive = "OFFICER_INACTIVE",
        /// The agency of the officer named is closed, so the officer takes on nothing new.
        AgencyClosed = "AGENCY_CLOSED",
        /// The officer is the last administrator in service; without one nobody could appoint another.
        LastAdministrator = "LAST_ADMINISTRATOR",
        /// The officer's post does not work on projects: a clerk, an auditor or an administrator cannot be responsible for
        /// a step.
        OfficerNotOurs = "OFFICER_NOT_OURS",
        /// No officer was named and no duty rule supplies one.
        OfficerRequired = "OFFICER_REQUIRED",
        /// The region has another rule for the same on some of the days.
        DutyOverlaps = "DUTY_OVERLAPS",
        /// The officer works neither in the region of the rule nor below it nor above it.
        DutyOutsideRegion = "DUTY_OUTSIDE_REGION",
        /// The rule asks for an entry of the catalogue together with a department that never decides it.
        DutyNeverFits = "DUTY_NEVER_FITS",
        /// The officer still holds open steps.
        OfficerHoldsSteps = "OFFICER_HOLDS_STEPS",
        /// Two are to be different officers, such as giver and receiver, and are the same.
        SameOfficer = "SAME_OFFICER",
        /// The absence is longer than allowed.
        AbsenceTooLong = "ABSENCE_TOO_LONG",
        /// The officer is absent already on some of the days.
        AbsenceOverlaps = "ABSENCE_OVERLAPS",
        /// The deputy is absent himself on some of the days.
        DeputyAbsent = "DEPUTY_ABSENT",
        /// The officer stands in for somebody on some of the days: rights pass once.
        OfficerStandsIn = "OFFICER_STANDS_IN",
        /// What the officer's role may do passes to no deputy, or its holder can be none.
        RoleNotDeputised = "ROLE_NOT_DEPUTISED",
        /// A deputy does not do this for the one he stands in for, or stands in for him no longer.
        NotOnBehalf = "NOT_ON_BEHALF",
        /// The officer is responsible for the step: he has no other part in it, and stays until another is named.
        OfficerResponsible = "OFFICER_RESPONSIBLE",
        /// A region of this kind cannot stand there.
        RegionMisplaced = "REGION_MISPLACED",
        /// The regions of a place do not lie within one another.
        PlaceInconsistent = "PLACE_INCONSISTENT",
        /// Shares of a credit role exceed the whole.
        SharesExceedWhole = "SHARES_EXCEED_WHOLE",
        /// The track has no such stage.
        StageNotInTrack = "STAGE_NOT_IN_TRACK",
        /// A stage cannot be skipped, or moved to that way.
        StageOutOfOrder = "STAGE_OUT_OF_ORDER",
        /// The project is in that stage or past it: one goes back by returning, not by advancing.
        StageReached = "STAGE_REACHED",
        /// There is no stage further in this direction.
        StageAtEnd = "STAGE_AT_END",
        /// No contract or agreement is in force.
        GateNoAgreement = "GATE_NO_AGREEMENT",
        /// The plan has no permit.
        GateNoPermit = "GATE_NO_PERMIT",
        /// The milestone that the gate asks for is missing or lacks evidence.
        GateNoMilestone = "GATE_NO_MILESTONE",
        /// The works seen are not a start.
        GateWorksNotAStart = "GATE_WORKS_NOT_A_START",
        /// Permits that must be in hand are missing.
        GatePermitsMissing = "GATE_PERMITS_MISSING",
        /// The project is paused.
        ProjectPaused = "PROJECT_PAUSED",
        /// The project was withdrawn.
        ProjectWithdrawn = "PROJECT_WITHDRAWN",
        /// The project is neither paused nor withdrawn.
        ProjectActive = "PROJECT_ACTIVE",
        /// The project is an umbrella: this is done on its phases.
        ProjectIsUmbrella = "PROJECT_IS_UMBRELLA",
        /// The project is a phase: phases go one level only.
        ProjectIsPhase = "PROJECT_IS_PHASE",
        /// The project has permits under way; they would be orphaned.
        SplitOpenPermits = "SPLIT_OPEN_PERMITS",
        /// A pause is longer than allowed.
        PauseTooLong = "PAUSE_TOO_LONG",
        /// A pause was renewed as often as allowed.
        PauseRenewedTooOften = "PAUSE_RENEWED_TOO_OFTEN",
        /// The step is closed.
        StepClosed = "STEP_CLOSED",
        /// The permit was ruled out.
        PermitRuledOut = "PERMIT_RULED_OUT",
        /// The permit is already in hand.
        PermitGranted = "PERMIT_GRANTED",
        /// The same permit for the same part is already in the plan.
        PermitDuplicate = "PERMIT_DUPLICATE",
        /// No plan was drawn yet.
        PlanMissing = "PLAN_MISSING",
        /// By what is known now the plan would be another: it is to be drawn again first.
        PlanOutdated = "PLAN_OUTDATED",
        /// Departments object to permits of the plan.
        PlanObjected = "PLAN_OBJECTED",
        /// Departments have not answered yet.
        PlanUnanswered = "PLAN_UNANSWERED",
        /// Attributes that decide on permits are unknown.
        PlanUndecided = "PLAN_UNDECIDED",
        /// The permit is not of the plan: somebody added it by hand, and nobody is asked to confirm it.
        PermitNotPlanned = "PERMIT_NOT_PLANNED",
        /// A case is under way.
        CaseUnderWay = "CASE_UNDER_WAY",
        /// The event cannot follow what happened to the case before.
        CaseEventOutOfOrder = "CASE_EVENT_OUT_OF_ORDER",
        /// The event says what is already so.
        CaseEventRepeated = "CASE_EVENT_REPEATED",
        /// Another permit stands for it, and it goes no way of its own.
        PermitCovered = "PERMIT_COVERED",
        /// The permit that leads those accepted together has no case under way: nobody is asked for an opinion yet.
        LeadNotAccepted = "LEAD_NOT_ACCEPTED",
        /// The department of a part of what is accepted together objects to it.
        OpinionObjects = "OPINION_OBJECTS",
        /// No other permit stands for it.
        PermitNotCovered = "PERMIT_NOT_COVERED",
        /// It stands for other permits.
        PermitCovers = "PERMIT_COVERS",
        /// One permit stands for another of the same entry, or of those that are accepted with it.
        CoverUnlike = "COVER_UNLIKE",
        /// What is accepted together is granted, or is under way since before the permit was let go of: nothing
        /// joins it now.
        CoverClosed = "COVER_CLOSED",
        /// What joined since would be part of an attempt of which nobody asked its department.
        CoverJoinedSince = "COVER_JOINED_SINCE",
        /// The event was taken back before.
        CaseEventInvalid = "CASE_EVENT_INVALID",
        /// The law allows no more days for this case, or nobody knows of it.
        ExtensionNotAllowed = "EXTENSION_NOT_ALLOWED",
        /// The law allows fewer days more.
        ExtensionTooLong = "EXTENSION_TOO_LONG",
        /// The case got more days before.
        ExtendedAlready = "EXTENDED_ALREADY",
        /// The object has ended.
        AlreadyEnded = "ALREADY_ENDED",
        /// The file is empty.
        FileEmpty = "FILE_EMPTY",
        /// The file is larger than files may be.
        FileTooLarge = "FILE_TOO_LARGE",
        /// The file is none of the kinds that are evidence.
        FileTypeRefused = "FILE_TYPE_REFUSED",
        /// The file is not what it is said to be.
        FileTypeContradicted = "FILE_TYPE_CONTRADICTED",
        /// So many uploaded files wait to be attached that there is no room for another.
        FilesWaiting = "FILES_WAITING",
        /// The file is attached already.
        FileAttached = "FILE_ATTACHED",
        /// So much of what an officer attached to something was withdrawn that he attaches no more to it.
        TooManyWithdrawn = "TOO_MANY_WITHDRAWN",
        /// So many bytes of an officer's were taken in within a day that there are no more for him.
        FilesDaily = "FILES_DAILY",
        /// The year is none of the calendar.
        YearOutOfRange = "YEAR_OUT_OF_RANGE",
        /// A day off lies so far from its year that no notice for it says so.
        DayOutsideYear = "DAY_OUTSIDE_YEAR",
        /// A day is listed twice.
        DayRepeated = "DAY_REPEATED",
        /// A day is said to be off and to be worked.
        DayOffAndWorked = "DAY_OFF_AND_WORKED",
        /// A day that is said to be made up for is worked anyway.
        DayWorkedAnyway = "DAY_WORKED_ANYWAY",
        /// A number is smaller or larger than it may be.
        NumberOutOfRange = "NUMBER_OUT_OF_RANGE",
        /// Something is counted one by one, and the number is no whole one.
        NotWhole = "NOT_WHOLE",
        /// An attribute does not take this answer.
        AnswerInvalid = "ANSWER_INVALID",
        /// Two attributes of a project cannot both be as they are said to be.
        AttributesContrary = "ATTRIBUTES_CONTRARY",
        /// The project has passed this point: it is planned no more.
        PointReached = "POINT_REACHED",
        /// A condition on attributes cannot be read.
        ConditionInvalid = "CONDITION_INVALID",
        /// The region says something else of the entry on some of the days.
        OverrideOverlaps = "OVERRIDE_OVERLAPS",
        /// A region below says what would not fit any more.
        OverrideCollides = "OVERRIDE_COLLIDES",
        /// A lift does not lead above the usual level, or does not stand in its order.
        LiftMisplaced = "LIFT_MISPLACED",
        /// More is promised than the law allows.
        PromiseTooLong = "PROMISE_TOO_LONG",
        /// What must come first is no entry there.
        PrerequisiteUnknown = "PREREQUISITE_UNKNOWN",
        /// Entries would wait for one another.
        PrerequisiteCycle = "PREREQUISITE_CYCLE",
        /// A day that is off in every year is not among the days off.
        HolidayMissing = "HOLIDAY_MISSING",
        /// There are fewer days off than any year has.
        DaysOffTooFew = "DAYS_OFF_TOO_FEW",
        /// What is named as the notice is none: neither an address of the government nor a document number.
        SourceNotANotice = "SOURCE_NOT_A_NOTICE",
        /// The material was handed in before, or files are attached to it: it stays on the list.
        MaterialInUse = "MATERIAL_IN_USE",
        /// The agreement is already superseded, or would supersede itself.
        SupersedesWrong = "SUPERSEDES_WRONG",
    }
}

/// A fact in a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Text as it stands.
    Text(String),
    /// A term with a code, such as a stage; the catalogues translate it by vocabulary and code.
    Term(&'static str, &'static str),
    /// Text in both languages.
    Words(Words),
    /// A number.
    Number(i64),
    /// A day.
    Date(NaiveDate),
    /// Permits.
    Permits(Vec<PermitId>),
    /// Input fields beside the one that is named, in the API's spelling.
    Fields(Vec<&'static str>),
}

impl Fact {
    /// The permits it names.
    pub fn permits(&self) -> &[PermitId] {
        match self {
            Self::Permits(permits) => permits,
            _ => &[],
        }
    }
}

/// A step on the way to the input field that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// A field, in the API's spelling.
    Field(&'static str),
    /// A place in a list, from 0.
    Index(usize),
}

/// A rule said no. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which rule.
    pub rule: Rule,
    /// Which input field, as the API spells it; empty when it is the command as a whole.
    pub at: Vec<Segment>,
    /// What a person needs to know, by name: `from` and `attempted` for transitions, and what the rule compared.
    pub facts: Vec<(&'static str, Fact)>,
}

impl Refusal {
    /// A refusal by this rule.
    pub const fn new(rule: Rule) -> Self {
        Self { rule, at: Vec::new(), facts: Vec::new() }
    }

    /// Names the field that was refused.
    #[must_use]
    pub fn at(mut self, field: &'static str) -> Self {
        self.at.push(Segment::Field(field));
        self
    }

    /// Puts the path under a field and a place in its list.
    #[must_use]
    pub fn within(mut self, field: &'static str, index: usize) -> Self {
        self.at.splice(0..0, [Segment::Field(field), Segment::Index(index)]);
        self
    }

    /// Puts the path under a field.
    #[must_use]
    pub fn under(mut self, field: &'static str) -> Self {
        self.at.insert(0, Segment::Field(field));
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: Fact) -> Self {
        self.facts.push((name, fact));
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, Fact::Text(text.into()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rule)?;
        for segment in &self.at {
            match segment {
                Segment::Field(name) => write!(f, " .{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        for (name, fact) in &self.facts {
            match fact {
                Fact::Text(text) => write!(f, " {name}={text}")?,
                Fact::Words(words) => write!(f, " {name}={}", words.en)?,
                Fact::Term(_, code) => write!(f, " {name}={code}")?,
                Fact::Number(number) => write!(f, " {name}={number}")?,
                Fact::Date(date) => write!(f, " {name}={date}")?,
                Fact::Permits(permits) => write!(f, " {name}={}", permits.len())?,
                Fact::Fields(fields) => write!(f, " {name}={}", fields.join(","))?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
