//! Materials 申请材料 that permits need.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use luodi_domain::{
    attachment::Subject,
    ids::{MaterialId, PermitId, ProjectId},
    material,
};

use super::{
    Attachment, Permit, Project, SHORT,
    connection::{Connection, Listed},
    enums::{MaterialState, Turn},
    fetch::Fetch,
    value::{is_erased, text},
};
use crate::{
    codes::{ErrorCode, PublicError},
    filters::MaterialFilter,
    ids::global,
    language::Language,
    page::{PageArgs, page_cost},
    scalars::Date,
    schema::{
        failure::Missing,
        language,
        loaders::{Loaders, MaterialsOf},
        today,
    },
};

/// Something that has to be handed in for permits of a project; one serves several. 申请材料
#[derive(Clone)]
pub struct Material {
    project: ProjectId,
    material: Arc<material::Material>,
}

impl Material {
    /// The materials of a project, in the order in which they were listed.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        let materials = Loaders::of(ctx)?.one(MaterialsOf(project)).await?.unwrap_or_default();
        Ok(materials.values().map(|material| Self { project, material: Arc::clone(material) }).collect())
    }

    /// Those of a project with these ids, as far as they exist for the caller.
    pub(super) async fn among(
        ctx: &Context<'_>,
        project: ProjectId,
        ids: &[MaterialId],
    ) -> Result<Vec<Self>, PublicError> {
        let mut materials = Self::of(ctx, project).await?;
        materials.retain(|material| ids.contains(&material.material.id));
        Ok(materials)
    }

    /// The page of a project's materials that is asked for: those with the earliest agreed day first, those without last.
    pub(super) async fn page(
        ctx: &Context<'_>,
        project: ProjectId,
        filter: MaterialFilter,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Self>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let after =
            page.after.as_ref().map(|cursor| Place::parse(cursor.key(), language(ctx))).transpose()?;
        let list = MaterialList { project, filter };
        let mut found: Vec<(Place, Self)> =
            list.found(ctx).await?.into_iter().map(|one| (Place::of(&one.material), one)).collect();
        found.sort_unstable_by_key(|(place, _)| *place);
        let behind = found.into_iter().filter(|(place, _)| after.is_none_or(|after| *place > after));
        let rows = behind.take(usize::from(page.first) + 1).map(|(place, one)| (one, place.to_string()));
        let rows = rows.collect();
        Ok(Connection::new(list, &page, rows))
    }
}

impl Fetch for Material {
    type Id = MaterialId;

    async fn fetch(ctx: &Context<'_>, id: MaterialId) -> Result<Option<Self>, PublicError> {
        let Some(project) = Loaders::of(ctx)?.one(id).await? else { return Ok(None) };
        Ok(Self::among(ctx, project, &[id]).await?.pop())
    }
}

/// Where a material stands in the list of its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    without_day: bool,
    due_on: Option<NaiveDate>,
    id: MaterialId,
}

impl Place {
    fn of(material: &material::Material) -> Self {
        let due_on = material.facts.due_on;
        Self { without_day: due_on.is_none(), due_on, id: material.id }
    }

    fn parse(key: &str, language: Language) -> Result<Self, PublicError> {
        let read = || {
            let (day, id) = key.split_once('|')?;
            let due_on = if day.is_empty() { None } else { Some(day.parse().ok()?) };
            Some(Self { without_day: due_on.is_none(), due_on, id: MaterialId::parse(id).ok()? })
        };
        read().ok_or_else(|| {
            let text = language.pick("after 不是本列表的游标。", "`after` is not a cursor of this list.");
            PublicError::new(ErrorCode::BadUserInput, text)
        })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.due_on {
            Some(day) => write!(f, "{day}|{}", self.id),
            None => write!(f, "|{}", self.id),
        }
    }
}

/// Which materials of a project.
pub(crate) struct MaterialList {
    project: ProjectId,
    filter: MaterialFilter,
}

impl MaterialList {
    async fn found(&self, ctx: &Context<'_>) -> Result<Vec<Material>, PublicError> {
        let today = today(ctx)?;
        let mut found = Material::of(ctx, self.project).await?;
        found.retain(|one| self.filter.admits(&one.material, today));
        Ok(found)
    }
}

impl Listed for Material {
    const CONNECTION: &'static str = "MaterialConnection";
    const EDGE: &'static str = "MaterialEdge";
    type List = MaterialList;

    async fn total(ctx: &Context<'_>, list: &MaterialList) -> Result<i64, PublicError> {
        Ok(i64::try_from(list.found(ctx).await?.len()).unwrap_or(i64::MAX))
    }
}

/// Something that has to be handed in for permits of a project; one serves several. 申请材料
#[Object]
impl Material {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.material.id)
    }

    /// The project that it belongs to. 所属项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.project).await
    }

    /// What it is called, once in a project. 材料名称
    async fn name(&self) -> &str {
        &self.material.facts.name
    }

    /// Who has it, or has to make it. 材料在谁手里
    async fn holder(&self) -> Turn {
        self.material.facts.holder.into()
    }

    /// Who exactly that is, for those who may read all of the project; null once erased. 具体责任方
    async fn holder_note(&self) -> Option<String> {
        text(self.material.facts.note.as_ref())
    }

    /// Whether `holderNote` was erased on request (个人信息保护法). 是否已删除
    async fn erased(&self) -> bool {
        is_erased(self.material.facts.note.as_ref())
    }

    /// How far it is. 材料状态
    async fn state(&self) -> MaterialState {
        self.material.facts.state.into()
    }

    /// Since when it is as far as that. 状态起始日期
    async fn state_since(&self) -> Date {
        Date(self.material.since)
    }

    /// The day on which it was listed. 列入日期
    async fn listed_on(&self) -> Date {
        Date(self.material.listed_on)
    }

    /// The day agreed for it to be at hand. 约定日期
    async fn due_on(&self) -> Option<Date> {
        self.material.facts.due_on.map(Date)
    }

    /// Whether that day has passed and it is not at hand: neither READY, FILED nor NOT_NEEDED. 是否逾期
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn overdue(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        Ok(self.material.is_overdue(today(ctx)?))
    }

    /// The permits that need it, as far as they exist for the caller. 所需手续
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn permits(&self) -> Vec<PermitMaterial> {
        let permits = self.material.facts.permits.iter();
        let need = |(permit, deferrable): (&PermitId, &bool)| PermitMaterial {
            material: self.clone(),
            permit: *permit,
            deferrable: *deferrable,
        };
        permits.map(need).collect()
    }

    /// Files attached to it. 附件
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<Attachment>, PublicError> {
        Attachment::of(ctx, self.project, |subject| subject == Subject::Material(self.material.id)).await
    }
}

/// A material as one permit needs it. 手续所需材料
pub(crate) struct PermitMaterial {
    material: Material,
    permit: PermitId,
    deferrable: bool,
}

impl PermitMaterial {
    /// What a permit needs, in the order in which it was listed.
    pub(super) async fn of(
        ctx: &Context<'_>,
        project: ProjectId,
        permit: PermitId,
    ) -> Result<Vec<Self>, PublicError> {
        let materials = Material::of(ctx, project).await?;
        let need = |material: Material| {
            let deferrable = *material.material.facts.permits.get(&permit)?;
            Some(Self { material, permit, deferrable })
        };
        Ok(materials.into_iter().filter_map(need).collect())
    }

    /// Whether it is not at hand.
    pub(super) fn is_missing(&self) -> bool {
        !self.material.material.facts.state.is_at_hand()
    }
}

/// A material as one permit needs it. 手续所需材料
#[Object]
impl PermitMaterial {
    /// The material. 材料
    async fn material(&self) -> Material {
        self.material.clone()
    }

    /// The permit. 手续
    async fn permit(&self, ctx: &Context<'_>) -> Result<Permit, PublicError> {
        let permit = Permit::in_project(ctx, self.material.project, self.permit).await?;
        Ok(permit.ok_or_else(|| Missing::Object(self.permit.to_string()))?)
    }

    /// Whether it may be handed in later there, so that the permit does not wait for it. 是否容缺后补
    async fn deferrable(&self) -> bool {
        self.deferrable
    }

    /// Whether it is not at hand: neither READY, FILED nor NOT_NEEDED. 是否缺件
    async fn missing(&self) -> bool {
        self.is_missing()
    }
}
