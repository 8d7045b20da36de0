//! Parts of what a project is.

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_domain::{
    attribute::{self, Answer},
    codes, party, profile,
};

use crate::{
    codes::PublicError,
    ids::global,
    scalars::{Date, Decimal},
    schema::language,
    types::{
        Agency,
        enums::{AttributeKind, CodeStanding, CreditRole, NameKind, ProjectCodeForm},
        fetch::Fetch,
    },
};

/// Another name that a project is or was known by. 别名或曾用名
#[derive(SimpleObject)]
pub(super) struct OtherName {
    /// The name. 名称
    name: String,
    /// Why it has this name. 名称类别
    kind: NameKind,
}

impl From<(&String, &profile::NameKind)> for OtherName {
    fn from((name, &kind): (&String, &profile::NameKind)) -> Self {
        Self { name: name.clone(), kind: kind.into() }
    }
}

/// An investment project code (GB/T 40058-2021), in use or replaced. 项目代码
#[derive(SimpleObject)]
pub(super) struct ProjectCode {
    /// The code with its hyphens. 代码
    code: String,
    /// Whether it is in use. 代码状态
    standing: CodeStanding,
    /// Which format it has. 代码格式
    form: ProjectCodeForm,
}

impl From<(&codes::ProjectCode, &profile::CodeStanding)> for ProjectCode {
    fn from((code, &standing): (&codes::ProjectCode, &profile::CodeStanding)) -> Self {
        Self { code: code.to_string(), standing: standing.into(), form: code.form().into() }
    }
}

/// A fact that decides which permits are needed, or who decides them. 属性
pub struct Attribute {
    of: attribute::Attribute,
    answer: Answer,
    presumed: bool,
}

/// A fact that decides which permits are needed, or who decides them. 属性
#[Object]
impl Attribute {
    /// Its key, as conditions of the permit catalogue name it. 属性键
    async fn key(&self) -> &'static str {
        self.of.as_str()
    }

    /// What it is called, in the caller's language. 属性名
    async fn name(&self, ctx: &Context<'_>) -> &'static str {
        language(ctx).pick(self.of.zh(), self.of.en())
    }

    /// What kind of answer it has. 取值类别
    async fn kind(&self) -> AttributeKind {
        match self.answer {
            Answer::Unknown => AttributeKind::Unknown,
            Answer::Flag(_) => AttributeKind::Boolean,
            Answer::Number(_) => AttributeKind::Number,
            Answer::Choice(_) => AttributeKind::Choice,
        }
    }

    /// The answer as text: `true` or `false`, a decimal number, the code of a choice; null when UNKNOWN. 取值
    async fn value(&self) -> Option<String> {
        match self.answer {
            Answer::Unknown => None,
            Answer::Flag(set) => Some(set.to_string()),
            Answer::Number(quantity) => Some(quantity.to_string()),
            Answer::Choice(choice) => Some(choice.code.to_owned()),
        }
    }

    /// The answer for people, with its unit, in the caller's language. 取值说明
    async fn text(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.of.answered(self.answer))
    }

    /// Whether a template presumes the answer and nobody has said it yet. 是否推定
    async fn presumed(&self) -> bool {
        self.presumed
    }
}

impl Attribute {
    /// All that is known of a project, or presumed.
    pub(crate) fn of(profile: &profile::Profile) -> Vec<Self> {
        let one = |(attribute, answer): (&attribute::Attribute, &Answer)| Self {
            of: *attribute,
            answer: *answer,
            presumed: profile.presumed.contains(attribute),
        };
        profile.attributes.iter().map(one).collect()
    }

    /// What a template presumes.
    pub(crate) fn of_template(answers: &attribute::Answers) -> Vec<Self> {
        let one = |(attribute, answer): (&attribute::Attribute, &Answer)| Self {
            of: *attribute,
            answer: *answer,
            presumed: true,
        };
        answers.iter().map(one).collect()
    }
}

/// A unit's share in the credit for a project, over time. 认定归属
pub(super) struct Credit(pub(super) party::Credit);

/// A unit's share in the credit for a project, over time. 认定归属
#[Object]
impl Credit {
    /// Its global id. 标识
    async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// The unit. 单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Agency, PublicError> {
        Agency::named(ctx, self.0.agency).await
    }

    /// As what. 认定类别
    async fn role(&self) -> CreditRole {
        self.0.role.into()
    }

    /// How much of the whole, in percent with two decimals. 比例（%）
    async fn percent(&self) -> Decimal {
        Decimal::from_hundredths(self.0.share.basis_points().into())
    }

    /// From which day on. 起始日期
    async fn since(&self) -> Date {
        Date(self.0.since)
    }

    /// The last day, once it ended. 截止日期
    async fn until(&self) -> Option<Date> {
        self.0.until.map(Date)
    }
}
