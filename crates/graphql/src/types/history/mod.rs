//! The history 留痕: everything that happened to a project.

mod change;
mod details;
mod names;
mod private;
mod summary;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_app::list::{Filter, HistoryPaging, HistoryTerm};
use luodi_app::read::{Entry, Head};
use luodi_domain::{
    access::ForFew,
    actor::Authority,
    command::COVER_PERMITS,
    duplicate::Suspicion,
    event::Event,
    ids::{PermitId, ProjectId},
};

use self::{details::HistoryDetail, names::Names};
use super::{
    LONG, Officer, Project,
    connection::{Connection, Listed},
    enums::Instrument,
    fetch::Fetch,
    value::{is_erased, text},
};
use crate::{
    codes::{ErrorCode, PublicError},
    ids::global,
    page::{PageArgs, page_cost},
    scalars::{Date, DateTime},
    schema::{
        failed,
        failure::Missing,
        language,
        loaders::{CoversKnown, HistoryOf, Loaders},
        sight,
    },
};

/// One thing that happened to a project, as it was written down and can never be changed. 留痕
pub struct HistoryEntry(Arc<Entry>);

impl HistoryEntry {
    /// A page of a project's history.
    pub(super) async fn page(
        ctx: &Context<'_>,
        project: &Head,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Self>, PublicError> {
        let language = language(ctx);
        let page = PageArgs::parse(first, after.as_deref(), language)?;
        let after = match &page.after {
            Some(cursor) => cursor.key().parse().ok().filter(|&after| after >= 1).ok_or_else(|| {
                let text = language.pick("after 不是本列表的游标。", "`after` is not a cursor of this list.");
                PublicError::new(ErrorCode::BadUserInput, text)
            })?,
            None => 0,
        };
        let key = HistoryOf { project: project.id, after, limit: i64::from(page.first) + 1 };
        let entries = Loaders::of(ctx)?.one(key).await?.unwrap_or_default();
        let placed = |entry: &Arc<Entry>| (Self(Arc::clone(entry)), entry.envelope.sequence.to_string());
        let rows = entries.iter().map(placed).collect();
        Ok(Connection::new(HistoryList::OfProject(project.id), &page, rows))
    }

    /// A page of the history of all projects.
    pub(crate) async fn list(
        ctx: &Context<'_>,
        filter: Filter<HistoryTerm>,
        page: &PageArgs,
        paging: &HistoryPaging,
    ) -> Result<Connection<Self>, PublicError> {
        let sight = sight(ctx)?;
        let found = sight.list_history(&filter, paging).await.map_err(failed(ctx))?;
        let places: Vec<(ProjectId, i64)> = found.rows.iter().map(|(place, _)| *place).collect();
        let entries = sight.history_at(&places).await.map_err(failed(ctx))?;
        let mut entries: HashMap<(ProjectId, i64), Entry> = entries
            .into_iter()
            .map(|entry| ((entry.envelope.project, entry.envelope.sequence), entry))
            .collect();
        let placed = |(at, place)| entries.remove(&at).map(|entry| (Self(Arc::new(entry)), place));
        let rows = found.rows.into_iter().filter_map(placed).collect();
        Ok(Connection::new(HistoryList::Filtered(filter), page, rows))
    }
}

impl HistoryEntry {
    /// What of it its reader may not know, although he reads the history.
    async fn withheld(&self, ctx: &Context<'_>) -> Result<Option<ForFew>, PublicError> {
        let Entry { envelope, event, .. } = &*self.0;
        let (sight, project) = (sight(ctx)?, envelope.project);
        let Some(for_few) = ForFew::of(&envelope.origin.command, event) else { return Ok(None) };
        let may = match for_few {
            ForFew::Gate => sight.may_read_gaps(project).await,
            ForFew::Terms | ForFew::Paper => sight.may_read_terms(project).await,
            ForFew::Pair => {
                let pair: Option<Arc<Suspicion>> = Loaders::of(ctx)?.one(envelope.origin.command_id).await?;
                // What the other of the two stands for, or follows, may be of a third.
                if pair.is_some() && !self.names_seen(ctx).await? {
                    return Ok(Some(ForFew::Cover));
                }
                Ok(pair.is_some())
            }
            ForFew::Cover => {
                let origin = &envelope.origin;
                // What else came of it does not say whom it is about, and why it was done stands beside all of it.
                if origin.command == COVER_PERMITS {
                    let known = Loaders::of(ctx)?.one(CoversKnown(project, origin.command_id)).await?;
                    return Ok(known.is_none().then_some(for_few));
                }
                Ok(self.names_seen(ctx).await?)
            }
        };
        Ok((!may.map_err(failed(ctx))?).then_some(for_few))
    }

    /// Whether the caller may see all permits that the event names as standing for one another with its own.
    async fn names_seen(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        let others = named(&self.0.event).unwrap_or_default();
        let seen = Loaders::of(ctx)?.many(others.iter().copied()).await?;
        Ok(seen.len() == others.len())
    }
}

/// The permits that an event names as standing for one another with its own; nothing of an event that is not about that.
fn named(event: &Event) -> Option<Vec<PermitId>> {
    match event {
        Event::CoverSet { covers, .. } => Some(covers.keys().copied().collect()),
        Event::CoverFollowed { by, .. } => Some(by.iter().map(|cover| cover.permit).collect()),
        _ => None,
    }
}

/// Which history a list is of.
pub(crate) enum HistoryList {
    /// That of one project.
    OfProject(ProjectId),
    /// That of all, where it passes a filter.
    Filtered(Filter<HistoryTerm>),
}

impl Listed for HistoryEntry {
    const CONNECTION: &'static str = "HistoryConnection";
    const EDGE: &'static str = "HistoryEdge";
    type List = HistoryList;

    async fn total(ctx: &Context<'_>, list: &HistoryList) -> Result<i64, PublicError> {
        match list {
            // It has no holes, so a project's version counts its entries.
            HistoryList::OfProject(project) => {
                let loaders = Loaders::of(ctx)?;
                if !loaders.sight().may_read_all(*project).await.map_err(failed(ctx))? {
                    return Ok(0);
                }
                let head: Option<Arc<Head>> = loaders.one(*project).await?;
                Ok(head.ok_or_else(|| Missing::Object(project.to_string()))?.version)
            }
            HistoryList::Filtered(filter) => sight(ctx)?.count_history(filter).await.map_err(failed(ctx)),
        }
    }
}

/// One thing that happened to a project, as it was written down and can never be changed. 留痕
#[Object]
impl HistoryEntry {
    /// The project it happened to. 项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.0.envelope.project).await
    }

    /// Its place in the project's history, from 1, without holes. 序号
    async fn sequence(&self) -> i64 {
        self.0.envelope.sequence
    }

    /// Groups what one command did, also in other projects. 操作标识
    async fn command_id(&self) -> ID {
        global(self.0.envelope.origin.command_id)
    }

    /// The command's code, such as `ADVANCE`. 操作
    async fn command(&self) -> &str {
        &self.0.envelope.origin.command
    }

    /// What kind of event it is, such as `STAGE_ENTERED`. 事件类别
    async fn event_type(&self) -> &'static str {
        self.0.event_type.as_str()
    }

    /// What happened, for people, in the caller's language. 摘要
    async fn summary(&self, ctx: &Context<'_>) -> Result<String, PublicError> {
        let names = Names::load(ctx, self.0.envelope.project, &self.0.event).await?;
        Ok(summary::of(&self.0.event, &names, language(ctx), self.withheld(ctx).await?))
    }

    /// What happened, for programs: every field of the event with its value that the caller may read. 明细
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn details(&self, ctx: &Context<'_>) -> Result<Vec<HistoryDetail>, PublicError> {
        let mut details = details::of(&self.0)?;
        match self.withheld(ctx).await? {
            None => {}
            Some(ForFew::Gate) => details.retain(|detail| !details::tells_gaps(&detail.key)),
            Some(ForFew::Terms | ForFew::Paper) => details.clear(),
            Some(ForFew::Pair | ForFew::Cover) => {
                let names = named(&self.0.event).is_some();
                let own = |key: &str| !names || details::tells_own(key);
                details.retain(|detail| detail.key != "duplicate" && own(&detail.key));
            }
        }
        Ok(details)
    }

    /// Who gave the command; null when the service itself acted. 操作人
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.envelope.origin.actor).await
    }

    /// Who gave it for the actor, being his deputy; null when he did himself. 代理人
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.envelope.origin.deputy).await
    }

    /// On whose authority, where it was given; null where it belongs to what the caller may not know. 批准依据
    async fn authority(&self, ctx: &Context<'_>) -> Result<Option<HistoryAuthority>, PublicError> {
        let told = self.withheld(ctx).await?.is_none();
        let origin = &self.0.envelope.origin;
        let given = |authority| HistoryAuthority { authority, as_recorder: origin.as_recorder };
        Ok(origin.authority.clone().filter(|_| told).map(given))
    }

    /// The day on which it happened, in Asia/Shanghai. 发生日期
    async fn occurred_on(&self) -> Date {
        Date(self.0.envelope.occurred_on)
    }

    /// When it was written down. 记录时间
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.envelope.origin.recorded_at)
    }

    /// Why; null when no reason was given, it was erased, or it belongs to what the caller may not know. 理由
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>, PublicError> {
        let told = self.withheld(ctx).await?.is_none();
        Ok(self.0.envelope.origin.reason.as_ref().filter(|_| told).and_then(|reason| text(Some(reason))))
    }

    /// Whether the reason was erased on request (个人信息保护法). 理由是否已删除
    async fn erased(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        let told = self.withheld(ctx).await?.is_none();
        Ok(told && is_erased(self.0.envelope.origin.reason.as_ref()))
    }

    /// The text that is hashed, with digests in the place of texts that may be erased; null where it tells of missing
    /// permits 手续缺口, of terms 谈判条件 and files that state them, of another project that looks the same 疑似重复, or of permits
    /// of others that this one's stands for or follows 共用手续, and the caller may not know of them. 规范文本
    async fn canonical(&self, ctx: &Context<'_>) -> Result<Option<&str>, PublicError> {
        Ok((self.withheld(ctx).await?.is_none()).then_some(&self.0.canonical))
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

/// On whose authority a command was given: who decided, by what. 批准依据
struct HistoryAuthority {
    authority: Authority,
    as_recorder: bool,
}

/// On whose authority a command was given: who decided, by what. 批准依据
#[Object]
impl HistoryAuthority {
    /// Who decided. 批准人
    async fn officer(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.authority.officer).await
    }

    /// By what. 决定形式
    async fn instrument(&self) -> Instrument {
        self.authority.instrument.into()
    }

    /// The number of the instruction, minutes or document; null when none was given or it was erased. 文号
    async fn number(&self) -> Option<String> {
        text(self.authority.number.as_ref())
    }

    /// Whether the number was erased on request (个人信息保护法). 文号是否已删除
    async fn erased(&self) -> bool {
        is_erased(self.authority.number.as_ref())
    }

    /// The day of the decision. 批准日期
    async fn on(&self) -> Date {
        Date(self.authority.on)
    }

    /// Whether the actor recorded it for him, by his right, and did not only refer to it. 是否代录
    async fn as_recorder(&self) -> bool {
        self.as_recorder
    }
}
