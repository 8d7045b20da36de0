//! The codes of user errors: the domain's rules, one for one.

use async_graphql::Enum;

/// The rule that refused. 错误代码
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::refusal::Rule")]
pub enum UserErrorCode {
    /// A required text is empty. 内容为空
    TextEmpty,
    /// A text is longer than its limit. 内容过长
    TextTooLong,
    /// A text has a control character or NUL. 含控制字符
    TextControlCharacter,
    /// A value is not of the form it must have. 格式有误
    ValueInvalid,
    /// A project code fails its check (GB/T 40058-2021). 项目代码有误
    ProjectCodeInvalid,
    /// A credit code fails its check (GB 32100-2015). 信用代码有误
    CreditCodeInvalid,
    /// A region code fails its check (GB/T 2260). 区划代码有误
    RegionCodeInvalid,
    /// An amount of money is malformed, negative or too large. 金额有误
    MoneyInvalid,
    /// A date lies after today. 日期晚于今天
    DateInFuture,
    /// A date lies before anything this system can know of. 日期过早
    DateTooEarly,
    /// A date lies before what it must follow, or a span ends before it begins. 日期先后有误
    DateOutOfOrder,
    /// A required value was not given. 必填
    Required,
    /// Too many entries. 数量过多
    TooMany,
    /// What is named does not exist, or not for the caller. 对象不存在
    NotFound,
    /// Somebody changed the object since the caller read it. 版本冲突
    VersionConflict,
    /// The password is shorter or longer than it may be. 密码长度不符
    PasswordLength,
    /// The password is guessed too easily. 密码过于简单
    PasswordWeak,
    /// The present password is not the one given. 当前密码不正确
    PasswordWrong,
    /// The same idempotency key came with another request. 幂等键已用
    IdempotencyKeyReused,
    /// Something else already has this code or name. 重复
    Duplicate,
    /// The change would change nothing. 没有变更
    NothingToChange,
    /// The caller's role does not allow this. 岗位无权
    RoleNotAllowed,
    /// The caller knows of the object, and it is not in his hands: another region's, another agency's, or somebody else's.
    /// 不在管辖范围内
    OutsideJurisdiction,
    /// The command needs a reason. 须填理由
    ReasonRequired,
    /// The command needs a leader's authority. 须有批准
    AuthorityRequired,
    /// The authority does not stand one level up. 批准层级不够
    AuthorityTooLow,
    /// What a leader decided in writing is recorded with its number. 须填文号
    AuthorityNumberRequired,
    /// Only leaders have recorders, and only specialists, managers and clerks are one. 不能代录
    RecorderMisfit,
    /// The caller does not record for that officer. 不是其代录人
    NotRecorder,
    /// The officer named is not in service. 责任人不在岗
    OfficerInactive,
    /// The agency of the officer named is closed. 所在单位已停用
    AgencyClosed,
    /// The officer is the last administrator in service. 唯一的系统管理员
    LastAdministrator,
    /// The officer's post does not work on projects, so the officer cannot be responsible for a step. 不能作为环节责任人
    OfficerNotOurs,
    /// No officer was named and no duty rule supplies one. 须指定责任人
    OfficerRequired,
    /// The region has another rule for the same on some of the days. 责任分工重叠
    DutyOverlaps,
    /// The officer works neither in the region of the rule nor below it nor above it. 责任人不属该地区
    DutyOutsideRegion,
    /// The rule asks for an entry of the catalogue together with a department that never decides it. 责任分工永不适用
    DutyNeverFits,
    /// The officer still holds open steps. 名下有未办结环节
    OfficerHoldsSteps,
    /// Two are to be different officers, such as giver and receiver, and are the same. 两者为同一人
    SameOfficer,
    /// The absence is longer than allowed. 请假过长
    AbsenceTooLong,
    /// The officer is absent already on some of the days. 请假日期重叠
    AbsenceOverlaps,
    /// The deputy is absent himself on some of the days. 代理人请假
    DeputyAbsent,
    /// The officer stands in for somebody on some of the days: rights pass once. 请假人正在代理他人
    OfficerStandsIn,
    /// What the officer's role may do passes to no deputy, or its holder can be none. 岗位不能代理
    RoleNotDeputised,
    /// A deputy does not do this for the one he stands in for, or stands in for him no longer. 不能代办
    NotOnBehalf,
    /// The officer is responsible for the step: without another part in it, and not to be removed but replaced. 已是主办
    OfficerResponsible,
    /// A region of this kind cannot stand there. 区划层级有误
    RegionMisplaced,
    /// The regions of a place do not lie within one another. 所在地不一致
    PlaceInconsistent,
    /// Shares of a credit role exceed the whole. 比例超过百分之百
    SharesExceedWhole,
    /// The track has no such stage. 类型无此阶段
    StageNotInTrack,
    /// A stage cannot be skipped, or moved to that way. 阶段不能跳过
    StageOutOfOrder,
    /// The project is in that stage or past it; one goes back by returning. 已达该阶段
    StageReached,
    /// There is no stage further in this direction. 已无后续阶段
    StageAtEnd,
    /// No contract or agreement is in force. 无生效协议
    GateNoAgreement,
    /// The plan has no permit. 计划无手续
    GateNoPermit,
    /// The milestone that the gate asks for is missing or lacks evidence. 缺节点或佐证
    GateNoMilestone,
    /// The works seen are not a start. 不构成开工
    GateWorksNotAStart,
    /// Permits that must be in hand are missing. 手续不全
    GatePermitsMissing,
    /// The project is paused. 项目已暂停
    ProjectPaused,
    /// The project was withdrawn. 项目已终止
    ProjectWithdrawn,
    /// The project is neither paused nor withdrawn. 项目推进中
    ProjectActive,
    /// The project is an umbrella: this is done on its phases. 属分期总项目
    ProjectIsUmbrella,
    /// The project is a phase: phases go one level only. 属分期项目
    ProjectIsPhase,
    /// The project has permits under way; they would be orphaned. 有未办结手续
    SplitOpenPermits,
    /// A pause is longer than allowed. 暂停过长
    PauseTooLong,
    /// A pause was renewed as often as allowed. 续期已满
    PauseRenewedTooOften,
    /// The step is closed. 环节已办结
    StepClosed,
    /// The permit was ruled out. 手续不需办理
    PermitRuledOut,
    /// The permit is already in hand. 手续已取得
    PermitGranted,
    /// The same permit for the same part is already in the plan. 手续重复
    PermitDuplicate,
    /// No plan of permits was drawn yet. 尚无计划
    PlanMissing,
    /// By what is known now the plan would be another. 计划已过时
    PlanOutdated,
    /// Departments object to permits of the plan. 部门有异议
    PlanObjected,
    /// Departments have not answered yet. 部门未反馈
    PlanUnanswered,
    /// Attributes that decide on permits are unknown. 手续待定
    PlanUndecided,
    /// The permit was added by hand, and nobody is asked to confirm it. 非计划手续
    PermitNotPlanned,
    /// A case is under way. 办件办理中
    CaseUnderWay,
    /// The event cannot follow what happened to the case before. 经过先后不符
    CaseEventOutOfOrder,
    /// The event says what is already so. 经过重复
    CaseEventRepeated,
    /// Another permit stands for it, and it goes no way of its own. 由共用手续办理
    PermitCovered,
    /// The permit that leads those accepted together has no case under way: nobody is asked for an opinion yet. 牵头手续未在办
    LeadNotAccepted,
    /// The department of a part of what is accepted together objects to it. 并联意见有异议
    OpinionObjects,
    /// No other permit stands for it. 未由共用手续办理
    PermitNotCovered,
    /// It stands for other permits. 为其他手续共用
    PermitCovers,
    /// One permit stands for another of the same entry, or of those that are accepted with it. 事项不符
    CoverUnlike,
    /// What is accepted together is granted, or is under way since before the permit was let go of. 不能再加入并联
    CoverClosed,
    /// What joined since would be part of an attempt of which nobody asked its department. 其后已有手续加入并联
    CoverJoinedSince,
    /// The event was taken back before. 经过已作废
    CaseEventInvalid,
    /// The law allows no more days for this case, or nobody knows of it. 不得延长
    ExtensionNotAllowed,
    /// The law allows fewer days more. 延长过长
    ExtensionTooLong,
    /// The case got more days before. 已延长过
    ExtendedAlready,
    /// The object has ended. 已终止
    AlreadyEnded,
    /// The file is empty. 文件为空
    FileEmpty,
    /// The file is larger than files may be. 文件过大
    FileTooLarge,
    /// The file is none of the kinds that are evidence. 文件类型不受理
    FileTypeRefused,
    /// The file is not what it is said to be. 文件类型不符
    FileTypeContradicted,
    /// So many uploaded files wait to be attached that there is no room for another. 待附加文件过多
    FilesWaiting,
    /// The file is attached already. 文件已附加
    FileAttached,
    /// So much of what an officer attached to something was withdrawn that he attaches no more to it. 撤回过多
    TooManyWithdrawn,
    /// So many bytes of an officer's were taken in within a day that there are no more for him. 当日上传过多
    FilesDaily,
    /// The year is none of the calendar. 年份超出范围
    YearOutOfRange,
    /// A day off lies so far from its year that no notice for it says so. 日期不属于该年
    DayOutsideYear,
    /// A day is listed twice. 日期重复
    DayRepeated,
    /// A day is said to be off and to be worked. 既放假又上班
    DayOffAndWorked,
    /// A day that is said to be made up for is worked anyway. 本为工作日
    DayWorkedAnyway,
    /// A number is smaller or larger than it may be. 数值超出范围
    NumberOutOfRange,
    /// Something is counted one by one, and the number is no whole one. 应为整数
    NotWhole,
    /// An attribute does not take this answer. 属性值有误
    AnswerInvalid,
    /// Two attributes of a project cannot both be as they are said to be. 属性互相矛盾
    AttributesContrary,
    /// The project has passed this point: it is planned no more. 节点已到达
    PointReached,
    /// A condition on attributes cannot be read. 条件有误
    ConditionInvalid,
    /// The region says something else of the entry on some of the days. 地方调整重叠
    OverrideOverlaps,
    /// A region below says what would not fit any more. 与下级地方调整抵触
    OverrideCollides,
    /// A lift does not lead above the usual level, or does not stand in its order. 提级情形有误
    LiftMisplaced,
    /// More is promised than the law allows. 承诺时限过长
    PromiseTooLong,
    /// What must come first is no entry there. 前置事项不存在
    PrerequisiteUnknown,
    /// Entries would wait for one another. 前置条件成环
    PrerequisiteCycle,
    /// A day that is off in every year is not among the days off. 缺少法定节假日
    HolidayMissing,
    /// There are fewer days off than any year has. 放假日过少
    DaysOffTooFew,
    /// What is named as the notice is none: neither an address of the government nor a document number. 未写明通知
    SourceNotANotice,
    /// The material was handed in before, or files are attached to it: it stays on the list. 材料已使用
    MaterialInUse,
    /// The agreement is already superseded, or would supersede itself. 取代有误
    SupersedesWrong,
}

#[cfg(test)]
mod tests {
    use async_graphql::resolver_utils::EnumType;
    use luodi_domain::refusal::Rule;

    use super::*;

    #[test]
    fn codes_are_those_of_the_rules() {
        let shown: Vec<String> = UserErrorCode::items().iter().map(|item| item.name.to_string()).collect();
        let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
        assert_eq!(shown, rules);
    }
}
