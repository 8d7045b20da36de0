//! The record of administration 管理留痕: what was changed of the registry and of who may come in.

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_app::record::{Administered, AdministeredBy};

use super::{
    LONG, Officer,
    connection::{Connection, Listed},
    enums::AdministrationSubject,
    fetch::Fetch,
};
use crate::{
    codes::PublicError,
    page::{PageArgs, page_cost},
    scalars::DateTime,
    schema::{failed, sight},
};

/// One change of the registry, or of who may come in, as it was written down and can never be changed. 管理留痕
pub struct AdministrationEntry(Administered);

impl AdministrationEntry {
    /// A page of the record, the newest first.
    pub(crate) async fn page(
        ctx: &Context<'_>,
        wanted: AdministeredBy,
        page: &PageArgs,
    ) -> Result<Connection<Self>, PublicError> {
        let limit = i64::from(page.first) + 1;
        let entries = sight(ctx)?.administration(wanted, limit).await.map_err(failed(ctx))?;
        let placed = |entry: Administered| {
            let place = entry.sequence.to_string();
            (Self(entry), place)
        };
        Ok(Connection::new(wanted, page, entries.into_iter().map(placed).collect()))
    }
}

impl Listed for AdministrationEntry {
    const CONNECTION: &'static str = "AdministrationConnection";
    const EDGE: &'static str = "AdministrationEdge";
    type List = AdministeredBy;

    async fn total(ctx: &Context<'_>, wanted: &AdministeredBy) -> Result<i64, PublicError> {
        sight(ctx)?.count_administration(*wanted).await.map_err(failed(ctx))
    }
}

/// A field that changed, and what it says since. 变更字段
#[derive(SimpleObject)]
struct AdministrationChange {
    /// Which, such as `role`. 字段
    field: String,
    /// What it says: codes, global ids, names; `*` for what is personal; null when it says nothing any more. 取值
    value: Option<String>,
}

/// One change of the registry, or of who may come in, as it was written down and can never be changed. 管理留痕
#[Object]
impl AdministrationEntry {
    /// Its place in the record, from 1, without holes. 序号
    async fn sequence(&self) -> i64 {
        self.0.sequence
    }

    /// What was changed. 对象类别
    async fn subject(&self) -> AdministrationSubject {
        self.0.subject.into()
    }

    /// The global id of what was changed; of an account, its officer's. 对象标识
    async fn object_id(&self) -> ID {
        ID(self.0.object_id())
    }

    /// What was asked for, such as `updateOfficer`, or `token create` at the machine itself. 操作
    async fn command(&self) -> &str {
        &self.0.command
    }

    /// The fields that changed, by name. 变更内容
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn changes(&self) -> Vec<AdministrationChange> {
        let change = |(field, value): (&String, &Option<String>)| AdministrationChange {
            field: field.clone(),
            value: value.clone(),
        };
        self.0.fields.iter().map(change).collect()
    }

    /// Who did it; null when it was done at the machine itself. 操作人
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.actor).await
    }

    /// When it was written down. 记录时间
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// The text that is hashed. 规范文本
    async fn canonical(&self) -> &str {
        &self.0.canonical
    }

    /// The hash of the entry before; 64 zeros for the first. 上一条哈希
    async fn previous_hash(&self) -> &str {
        &self.0.previous_hash
    }

    /// SHA-256, in hexadecimal, over `previousHash`, a line feed and `canonical`. 哈希
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}
