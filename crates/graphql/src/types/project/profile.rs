//! Parts of what a project is.

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_domain::{codes, party, profile};

use crate::{
    codes::PublicError,
    ids::global,
    scalars::{Date, Decimal},
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

/// A fact that decides which permits are needed. 属性
#[derive(SimpleObject)]
pub(super) struct Attribute {
    /// Its name. 属性名
    key: String,
    /// What kind of value it has. 取值类别
    kind: AttributeKind,
    /// The value as text: `true` or `false`, a decimal number, a code; null when UNKNOWN or erased. 取值
    value: Option<String>,
    /// Whether the text was erased on request (个人信息保护法). 是否已删除
    erased: bool,
}

impl From<(&String, &profile::Attribute)> for Attribute {
    fn from((key, value): (&String, &profile::Attribute)) -> Self {
        let erased = matches!(value, profile::Attribute::Text(text) if text.is_erased());
        let (kind, value) = match value {
            profile::Attribute::Unknown => (AttributeKind::Unknown, None),
            profile::Attribute::Bool(value) => (AttributeKind::Boolean, Some(value.to_string())),
            profile::Attribute::Number(number) => (AttributeKind::Number, Some(number.clone())),
            profile::Attribute::Text(text) => (AttributeKind::Text, text.text().map(str::to_owned)),
        };
        Self { key: key.clone(), kind, value, erased }
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
