//! Cases and what happens to them.

use async_graphql::Enum;

/// Where a case stands; what its valid events amount to. 办件状态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::case::CaseState")]
pub enum CaseState {
    /// Opened on our side, nothing heard yet. 已登记
    Opened,
    /// Received by the agency. 已接件
    Received,
    /// To be supplemented before acceptance; the clock has not started. 受理前补正
    SupplementBeforeAcceptance,
    /// Accepted; the clock runs. 已受理
    Accepted,
    /// In review; the clock runs. 办理中
    InReview,
    /// To be supplemented; the clock is stopped. 补正
    Supplement,
    /// A special procedure such as a hearing or an appraisal; the clock is stopped. 特别程序
    SpecialProcedure,
    /// The applicant asked to withdraw; the clock runs. 撤件待确认
    WithdrawRequested,
    /// Withdrawn by the applicant. 撤件
    Withdrawn,
    /// Turned away at intake: not in form. 不受理
    RejectedIntake,
    /// Not admissible. 不予受理
    NotAdmitted,
    /// Denied. 不通过
    Denied,
    /// Approved. 通过
    Approved,
    /// Approved with defects; the time to cure them runs. 容缺通过
    ApprovedWithDefects,
    /// Granted on the applicant's commitment. 告知承诺通过
    GrantedOnCommitment,
    /// The authority took its decision back lawfully. 撤回
    Recalled,
    /// The decision was annulled. 撤销
    Revoked,
    /// Its validity ran out. 到期失效
    Expired,
}

/// What happened to a case. The first sixteen are the national exchange's status codes 1 to 16. 办件事件
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::case::CaseEventKind")]
pub enum CaseEventKind {
    /// National code 1: received. 接件
    Submitted,
    /// National code 2: withdrawn by the applicant. 撤件
    Withdrawn,
    /// National code 3: accepted, the clock starts. 受理
    Accepted,
    /// National code 4: not in form. 不受理
    RejectedIntake,
    /// National code 5: not admissible. 不予受理
    NotAdmitted,
    /// National code 6: papers are to be supplemented. 补正开始
    SupplementStarted,
    /// National code 7: papers were supplemented. 补正结束
    SupplementEnded,
    /// National code 8: the department began its work. 部门开始办理
    InProgress,
    /// National code 9: a special procedure began. 特别程序开始
    PauseStarted,
    /// National code 10: a special procedure ended. 特别程序结束
    PauseEnded,
    /// National code 11: approved. 办结(通过)
    Approved,
    /// National code 12: approved with defects. 办结(容缺通过)
    ApprovedWithDefects,
    /// National code 13: denied. 办结(不通过)
    Denied,
    /// National code 14: the authority took its decision back lawfully. 撤回
    Recalled,
    /// National code 15: the decision was annulled. 撤销
    Revoked,
    /// National code 16: the applicant asked to withdraw. 撤件待确认
    WithdrawRequested,
    /// Handed on to the next leg. 转报/流转
    HandedOn,
    /// The head of the agency allows more days. 延长审批
    Extended,
    /// Accepted although something is missing; the clock starts, and so does the time to cure it. 容缺受理
    AcceptedWithDefects,
    /// Granted on the applicant's commitment. 告知承诺办结
    GrantedOnCommitment,
    /// The defect was cured. 容缺补齐
    DefectsCured,
    /// The granted permit was amended. 变更
    Amended,
    /// Its validity ran out. 到期失效
    Expired,
}

/// Which part of its way a case is on. 流转环节
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::case::LegKind")]
pub enum LegKind {
    /// The first review. 初审
    InitialReview,
    /// Forwarded to the level above. 转报
    Forwarding,
    /// The decision. 决定
    Decision,
}
