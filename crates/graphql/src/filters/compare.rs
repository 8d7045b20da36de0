//! Comparator inputs. All that is given must hold; an empty comparator asks for nothing.

use async_graphql::{ID, InputObject};
use luodi_app::list::Compare;

use crate::{
    scalars::{Date, DateTime, Decimal},
    types::enums::{
        AgencyKind, Lineage, PermitLevel, PermitPhase, PermitStatus, PostRole, Stage, Standing, Track,
    },
};

/// A comparator, as the comparisons it asks for.
pub(crate) trait Comparator {
    /// What is compared, as the caller writes it.
    type Value;

    /// Its comparisons.
    fn comparisons(self) -> Vec<Compare<Self::Value>>;
}

/// A comparator of values without an order.
macro_rules! choice {
    ($($(#[$meta:meta])* $name:ident of $value:ty;)+) => {$(
        $(#[$meta])*
        #[derive(InputObject, Debug, Clone, Default)]
        pub(crate) struct $name {
            /// Equal to it. 等于
            eq: Option<$value>,
            /// Not equal to it; so is what has no value. 不等于
            ne: Option<$value>,
            /// One of these. 属于
            #[graphql(name = "in")]
            one_of: Option<Vec<$value>>,
            /// None of these; so is what has no value. 不属于
            nin: Option<Vec<$value>>,
        }

        impl Comparator for $name {
            type Value = $value;

            fn comparisons(self) -> Vec<Compare<$value>> {
                let equal = self.eq.map(|value| Compare::OneOf(vec![value]));
                let unequal = self.ne.map(|value| Compare::NoneOf(vec![value]));
                let all = [equal, unequal, self.one_of.map(Compare::OneOf), self.nin.map(Compare::NoneOf)];
                all.into_iter().flatten().collect()
            }
        }
    )+};
}

/// A comparator of values that every row has and that have an order.
macro_rules! ordered {
    ($($(#[$meta:meta])* $name:ident of $value:ty;)+) => {$(
        $(#[$meta])*
        #[derive(InputObject, Debug, Clone, Default)]
        pub(crate) struct $name {
            /// Equal to it. 等于
            eq: Option<$value>,
            /// Not equal to it. 不等于
            ne: Option<$value>,
            /// One of these. 属于
            #[graphql(name = "in")]
            one_of: Option<Vec<$value>>,
            /// None of these. 不属于
            nin: Option<Vec<$value>>,
            /// Later in the order. 大于
            gt: Option<$value>,
            /// It, or later in the order. 大于等于
            gte: Option<$value>,
            /// Earlier in the order. 小于
            lt: Option<$value>,
            /// It, or earlier in the order. 小于等于
            lte: Option<$value>,
        }

        impl Comparator for $name {
            type Value = $value;

            fn comparisons(self) -> Vec<Compare<$value>> {
                let all = [
                    self.eq.map(|value| Compare::OneOf(vec![value])),
                    self.ne.map(|value| Compare::NoneOf(vec![value])),
                    self.one_of.map(Compare::OneOf),
                    self.nin.map(Compare::NoneOf),
                    self.gt.map(Compare::Above),
                    self.gte.map(Compare::AtLeast),
                    self.lt.map(Compare::Below),
                    self.lte.map(Compare::AtMost),
                ];
                all.into_iter().flatten().collect()
            }
        }
    )+};
}

/// A comparator of a range that may be unknown.
macro_rules! range {
    ($($(#[$meta:meta])* $name:ident of $value:ty;)+) => {$(
        $(#[$meta])*
        #[derive(InputObject, Debug, Clone, Default)]
        pub(crate) struct $name {
            /// Equal to it. 等于
            eq: Option<$value>,
            /// Greater, or later. 大于
            gt: Option<$value>,
            /// Equal or greater, or later. 大于等于
            gte: Option<$value>,
            /// Smaller, or earlier. 小于
            lt: Option<$value>,
            /// Equal or smaller, or earlier. 小于等于
            lte: Option<$value>,
            /// True: there is a value; false: there is none. 是否已填
            known: Option<bool>,
        }

        impl Comparator for $name {
            type Value = $value;

            fn comparisons(self) -> Vec<Compare<$value>> {
                let all = [
                    self.eq.map(|value| Compare::OneOf(vec![value])),
                    self.gt.map(Compare::Above),
                    self.gte.map(Compare::AtLeast),
                    self.lt.map(Compare::Below),
                    self.lte.map(Compare::AtMost),
                    self.known.map(Compare::Known),
                ];
                all.into_iter().flatten().collect()
            }
        }
    )+};
}

choice! {
    /// Comparing a standing. 状态条件
    StandingFilter of Standing;
    /// Comparing a kind of project. 类型条件
    TrackFilter of Track;
    /// Comparing whether a project stands alone, was split, or is a phase. 分期条件
    LineageFilter of Lineage;
    /// Comparing a permit's status. 手续状态条件
    PermitStatusFilter of PermitStatus;
    /// Comparing before which point a permit is needed. 办理时点条件
    PermitPhaseFilter of PermitPhase;
    /// Comparing a deciding level. 审批层级条件
    LevelFilter of PermitLevel;
    /// Comparing a kind of agency. 单位类别条件
    AgencyKindFilter of AgencyKind;
    /// Comparing what a post is for. 岗位类别条件
    RoleFilter of PostRole;
    /// Comparing a code or a name that is written in one way. 编码条件
    CodeFilter of String;
    /// Comparing what an id names. 标识条件
    IdFilter of ID;
}

ordered! {
    /// Comparing a stage, in the order of a project's life. 阶段条件
    StageFilter of Stage;
}

range! {
    /// Comparing an amount in yuan. 金额条件
    AmountFilter of Decimal;
    /// Comparing a day. 日期条件
    DateFilter of Date;
    /// Comparing an instant. 时间条件
    DateTimeFilter of DateTime;
}
