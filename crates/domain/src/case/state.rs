//! The states of a case and how events move it.

use super::event::CaseEventKind;
use crate::coded::coded_enum;

coded_enum! {
    /// Where a case stands.
    pub enum CaseState {
        /// Opened on our side, nothing heard yet.
        Opened = "OPENED",
        /// 已接件.
        Received = "RECEIVED",
        /// 受理前补正: the clock has not started.
        SupplementBeforeAcceptance = "SUPPLEMENT_BEFORE_ACCEPTANCE",
        /// 已受理: the clock runs.
        Accepted = "ACCEPTED",
        /// 部门办理中: the clock runs.
        InReview = "IN_REVIEW",
        /// 补正: the clock is stopped.
        Supplement = "SUPPLEMENT",
        /// 特别程序: the clock is stopped.
        SpecialProcedure = "SPECIAL_PROCEDURE",
        /// 撤件待确认: the clock runs.
        WithdrawRequested = "WITHDRAW_REQUESTED",
        /// 撤件.
        Withdrawn = "WITHDRAWN",
        /// 不受理.
        RejectedIntake = "REJECTED_INTAKE",
        /// 不予受理.
        NotAdmitted = "NOT_ADMITTED",
        /// 不通过.
        Denied = "DENIED",
        /// 通过.
        Approved = "APPROVED",
        /// 容缺通过: the cure clock runs.
        ApprovedWithDefects = "APPROVED_WITH_DEFECTS",
        /// 告知承诺通过.
        GrantedOnCommitment = "GRANTED_ON_COMMITMENT",
        /// 撤回.
        Recalled = "RECALLED",
        /// 撤销.
        Revoked = "REVOKED",
        /// 到期失效.
        Expired = "EXPIRED",
    }
}

/// What an event does to a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The case moves.
    To(CaseState),
    /// The event belongs here and changes no state: a leg handed on, a permit amended.
    Stay,
    /// The event says what is already so; systems send such repeats.
    Repeat,
    /// The event cannot follow this state.
    Illegal,
}

impl CaseState {
    /// Whether a permit is in hand.
    pub const fn is_granted(self) -> bool {
        matches!(self, Self::Approved | Self::ApprovedWithDefects | Self::GrantedOnCommitment)
    }

    /// Whether the case is still under way.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Opened
                | Self::Received
                | Self::SupplementBeforeAcceptance
                | Self::Accepted
                | Self::InReview
                | Self::Supplement
                | Self::SpecialProcedure
                | Self::WithdrawRequested
        )
    }

    /// Whether the case was accepted and not decided yet.
    const fn is_under_review(self) -> bool {
        matches!(
            self,
            Self::Accepted
                | Self::InReview
                | Self::Supplement
                | Self::SpecialProcedure
                | Self::WithdrawRequested
        )
    }

    const fn is_before_acceptance(self) -> bool {
        matches!(self, Self::Opened | Self::Received | Self::SupplementBeforeAcceptance)
    }

    /// The event that ends what is open here: a supplement or a special procedure.
    pub(super) const fn ended_by(self) -> Option<CaseEventKind> {
        match self {
            Self::SupplementBeforeAcceptance | Self::Supplement => Some(CaseEventKind::SupplementEnded),
            Self::SpecialProcedure => Some(CaseEventKind::PauseEnded),
            _ => None,
        }
    }

    /// What an event does here. Deciding while a supplement or special procedure is open ends it: systems often leave out
    /// the end.
    pub fn on(self, event: CaseEventKind) -> Effect {
        use CaseEventKind as E;
        use CaseState as S;
        let move_if = |allowed: bool, to: Self| {
            if self == to {
                Effect::Repeat
            } else if allowed {
                Effect::To(to)
            } else {
                Effect::Illegal
            }
        };
        match event {
            E::Submitted => match self {
                S::Opened => Effect::To(S::Received),
                S::Received => Effect::Repeat,
                _ => Effect::Illegal,
            },
            E::Accepted => match self {
                S::Accepted | S::InReview => Effect::Repeat,
                state => move_if(state.is_before_acceptance(), S::Accepted),
            },
            // The window's own code says only that it was accepted; that something was missing may be told beside it.
            E::AcceptedWithDefects => match self {
                S::Accepted | S::InReview => Effect::Stay,
                state if state.is_before_acceptance() => Effect::To(S::Accepted),
                _ => Effect::Illegal,
            },
            E::RejectedIntake => move_if(self.is_before_acceptance(), S::RejectedIntake),
            E::NotAdmitted => move_if(self.is_before_acceptance(), S::NotAdmitted),
            E::SupplementStarted => match self {
                S::Opened | S::Received => Effect::To(S::SupplementBeforeAcceptance),
                S::Accepted | S::InReview => Effect::To(S::Supplement),
                S::SupplementBeforeAcceptance | S::Supplement => Effect::Repeat,
                _ => Effect::Illegal,
            },
            // Systems end what they never began; where nothing is open that says nothing new.
            E::SupplementEnded => match self {
                S::SupplementBeforeAcceptance => Effect::To(S::Received),
                S::Supplement => Effect::To(S::InReview),
                S::Received | S::InReview => Effect::Repeat,
                _ => Effect::Illegal,
            },
            E::InProgress => move_if(matches!(self, S::Accepted | S::WithdrawRequested), S::InReview),
            E::PauseStarted => move_if(matches!(self, S::Accepted | S::InReview), S::SpecialProcedure),
            E::PauseEnded => move_if(self == S::SpecialProcedure, S::InReview),
            // The national codes know no cure: an approval after one with defects says that they are cured.
            E::Approved => move_if(self.is_under_review() || self == S::ApprovedWithDefects, S::Approved),
            E::ApprovedWithDefects => move_if(self.is_under_review(), S::ApprovedWithDefects),
            E::GrantedOnCommitment => move_if(self.is_under_review(), S::GrantedOnCommitment),
            // A denial without an acceptance is a refusal to admit: two implementations of the exchange rewrite it so.
            E::Denied if self.is_before_acceptance() => Effect::To(S::NotAdmitted),
            E::Denied if self == S::NotAdmitted => Effect::Repeat,
            E::Denied => move_if(self.is_under_review(), S::Denied),
            E::Withdrawn => move_if(self.is_live(), S::Withdrawn),
            // Before acceptance the request changes nothing: there is no clock for it to run on.
            E::WithdrawRequested if matches!(self, S::Received | S::SupplementBeforeAcceptance) => {
                Effect::Stay
            }
            E::WithdrawRequested => move_if(self.is_under_review(), S::WithdrawRequested),
            E::Recalled => move_if(self.is_granted(), S::Recalled),
            E::Revoked => move_if(self.is_granted(), S::Revoked),
            E::Expired => move_if(self.is_granted(), S::Expired),
            E::DefectsCured => match self {
                S::ApprovedWithDefects => Effect::To(S::Approved),
                state if state.is_under_review() => Effect::Stay,
                _ => Effect::Illegal,
            },
            E::Amended if self.is_granted() => Effect::Stay,
            E::HandedOn if self.is_live() && self != S::Opened => Effect::Stay,
            E::Extended if self.is_under_review() => Effect::Stay,
            E::Amended | E::HandedOn | E::Extended => Effect::Illegal,
        }
    }
}
