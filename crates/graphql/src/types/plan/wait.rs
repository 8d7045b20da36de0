//! What a permit waits for, and what decides the next point of a project, by the plan.

use std::collections::BTreeMap;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use luodi_domain::{
    catalogue::Node,
    ids::{MaterialId, PermitId, ProjectId},
    material::Material,
    permit::Permit as Needed,
    plan::{Key, Plan},
    schedule::{self, Estimate, Schedule},
    words::Words,
};

use super::names::Namer;
use super::point::{PlanDate, PlanNode};
use crate::{
    codes::PublicError,
    page::page_cost,
    scalars::Date,
    schema::language,
    types::{Material as MaterialType, Permit, SHORT, enums::ProjectPoint},
};

/// How a permit stands in the plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    /// Whether it can be filed today.
    pub(crate) fileable: bool,
    /// What it waits for.
    pub(crate) waits_on: Vec<Wait>,
}

/// One of these is waited for.
#[derive(Debug, Clone)]
pub(crate) struct Wait {
    hard: bool,
    any_of: Vec<Awaited>,
}

/// Something that is waited for.
#[derive(Debug, Clone)]
struct Awaited {
    node: PlanNode,
    permits: Vec<PermitId>,
    material: Option<MaterialId>,
    since: Option<NaiveDate>,
    expected: Option<Estimate>,
}

/// Something on the critical path.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    node: PlanNode,
    permits: Vec<PermitId>,
    from: Option<NaiveDate>,
    by: Estimate,
}

/// What a plan says of the permits of a project, one by one.
pub(super) struct Told<'t, 'c> {
    pub(super) plan: &'t Plan<'c>,
    pub(super) schedule: &'t Schedule<Key<'c>>,
    pub(super) namer: &'t Namer<'t>,
    pub(super) materials: &'t [&'t Material],
    /// Permits that are filed on one day, where there are several.
    pub(super) together: &'t BTreeMap<PermitId, Vec<PermitId>>,
}

impl Told<'_, '_> {
    /// How each permit stands; those ruled out are left out.
    pub(super) fn standings(&self) -> BTreeMap<PermitId, Standing> {
        let standing = self.namer.permits.values().filter(|permit| permit.ruled_out.is_none());
        standing.filter_map(|permit| Some((permit.id, self.standing(permit)?))).collect()
    }

    fn standing(&self, permit: &Needed) -> Option<Standing> {
        let entry = self.entry_of(permit)?;
        Some(Standing { fileable: entry.can_file_today, waits_on: self.waits_on(permit, entry) })
    }

    /// What the schedule says of a permit.
    fn entry_of<'e>(&'e self, permit: &'e Needed) -> Option<&'e schedule::Entry<Key<'e>>> {
        Key::of(permit.item.code(), permit.id).find_map(|key| self.schedule.entries.get(&key))
    }

    fn waits_on(&self, permit: &Needed, entry: &schedule::Entry<Key<'_>>) -> Vec<Wait> {
        let group = |group: &schedule::Need<Key<'_>>| Wait {
            hard: group.hard,
            any_of: group.any_of.iter().map(|key| self.awaited(*key)).collect(),
        };
        let materials = self.lacking(permit).into_iter();
        let material =
            |material: &Material| Wait { hard: true, any_of: vec![self.awaited_material(material)] };
        entry.waits_on.iter().map(group).chain(materials.map(material)).collect()
    }

    /// The materials that keep a permit from being filed, its own and those of what is filed with it; none once it was.
    pub(super) fn lacking(&self, permit: &Needed) -> Vec<&Material> {
        if self.entry_of(permit).is_none_or(|entry| entry.promised.start.is_none()) {
            return Vec::new();
        }
        let together = self.together.get(&permit.id).map_or(&[][..], Vec::as_slice);
        let hinders = |material: &&&Material| {
            material.hinders(permit.id) || together.iter().any(|other| material.hinders(*other))
        };
        self.materials.iter().filter(hinders).copied().collect()
    }

    fn awaited(&self, key: Key<'_>) -> Awaited {
        let permits = permits_of(key, self.namer.permits);
        let under_way = permits.iter().filter_map(|id| {
            let case = self.namer.permits.get(id)?.current_case()?;
            case.state().is_live().then_some(case.opened_on)
        });
        let expected = self.schedule.entries.get(&key).map(|entry| entry.promised.finish);
        Awaited { node: self.namer.node(key), since: under_way.min(), permits, material: None, expected }
    }

    fn awaited_material(&self, material: &Material) -> Awaited {
        let name = &material.facts.name;
        let today = self.namer.today;
        // When the day agreed has passed, nobody knows.
        let day =
            |due_on: NaiveDate| Estimate { at_least: due_on < today, ..Estimate::exact(due_on.max(today)) };
        Awaited {
            node: PlanNode {
                type_code: None,
                permit: None,
                point: None,
                name: Words::new(name, name),
                undecided: false,
            },
            permits: Vec::new(),
            material: Some(material.id),
            since: Some(material.since),
            expected: material.facts.due_on.map(day),
        }
    }

    /// What decides the day of the start, or once that was made, of the production.
    pub(super) fn critical_path(&self) -> Vec<Stretch> {
        let path = |node| {
            let outlook = self.schedule.outlook(Key::Point(node));
            outlook.map(|outlook| outlook.critical_path.as_slice()).unwrap_or_default()
        };
        let path = if path(Node::Start).is_empty() { path(Node::Production) } else { path(Node::Start) };
        let stretch = |key: &Key<'_>| {
            let times = self.schedule.entries.get(key)?.promised;
            let permits = permits_of(*key, self.namer.permits);
            Some(Stretch { node: self.namer.node(*key), permits, from: times.start, by: times.finish })
        };
        path.iter().filter_map(stretch).collect()
    }
}

/// The permits that stand for something in a plan.
fn permits_of(key: Key<'_>, permits: &BTreeMap<PermitId, Needed>) -> Vec<PermitId> {
    match key {
        Key::Part(_, id) | Key::Permit(id) => vec![id],
        Key::Point(_) => Vec::new(),
        Key::Type(code) => {
            let standing = permits.values().filter(|permit| permit.ruled_out.is_none());
            standing.filter(|permit| permit.item.code() == Some(code)).map(|permit| permit.id).collect()
        }
    }
}

async fn found(ctx: &Context<'_>, project: ProjectId, ids: &[PermitId]) -> Result<Vec<Permit>, PublicError> {
    let permits = Permit::of(ctx, project).await?;
    Ok(permits.into_iter().filter(|permit| ids.contains(&permit.permit.id)).collect())
}

/// What a permit waits for today: one of these must be there before it can be filed. 在等
pub(crate) struct PermitWait {
    pub(crate) project: ProjectId,
    pub(crate) wait: Wait,
}

/// What a permit waits for today: one of these must be there before it can be filed. 在等
#[Object]
impl PermitWait {
    /// Whether it cannot be filed without; a point of the project that only custom wants first is not so. 是否必须
    async fn hard(&self) -> bool {
        self.wait.hard
    }

    /// One of these is enough. 任一即可
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn any_of(&self) -> Vec<PermitAwaited> {
        let awaited = |awaited: &Awaited| PermitAwaited { project: self.project, awaited: awaited.clone() };
        self.wait.any_of.iter().map(awaited).collect()
    }
}

/// Something that a permit waits for: another permit, a point of the project, or a material. 等待事项
pub(crate) struct PermitAwaited {
    project: ProjectId,
    awaited: Awaited,
}

/// Something that a permit waits for: another permit, a point of the project, or a material. 等待事项
#[Object]
impl PermitAwaited {
    /// What it is called, in the caller's language. 名称
    async fn name(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.awaited.node.name.clone())
    }

    /// Its code in the permit catalogue, where it is a permit type. 事项编码
    async fn type_code(&self) -> Option<&str> {
        self.awaited.node.type_code.as_deref()
    }

    /// The permits that stand for it, one for each part of the works; none of what nobody has put into the plan. 手续
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn permits(&self, ctx: &Context<'_>) -> Result<Vec<Permit>, PublicError> {
        found(ctx, self.project, &self.awaited.permits).await
    }

    /// Which point of the project it is, where it is one. 项目节点
    async fn point(&self) -> Option<ProjectPoint> {
        self.awaited.node.point
    }

    /// The material, with who holds it, where it is one. 申请材料
    async fn material(&self, ctx: &Context<'_>) -> Result<Option<MaterialType>, PublicError> {
        match self.awaited.material {
            Some(id) => Ok(MaterialType::among(ctx, self.project, &[id]).await?.pop()),
            None => Ok(None),
        }
    }

    /// Whether nobody can say yet that the project needs it, for an attribute is unknown. 是否待定
    async fn undecided(&self) -> bool {
        self.awaited.node.undecided
    }

    /// Since when it is under way: of a permit the day its case was opened, of a material since when it is as far as it
    /// is; null of what nobody has begun. 起始日期
    async fn since(&self) -> Option<Date> {
        self.awaited.since.map(Date)
    }

    /// When it is expected: of a permit or point by the plan, of a material the day agreed; null where none was. 预计日期
    async fn expected(&self) -> Option<PlanDate> {
        self.awaited.expected.map(PlanDate::from)
    }
}

/// Something on the critical path, with its days. 关键路径事项
pub(crate) struct CriticalTask {
    pub(crate) project: ProjectId,
    pub(crate) stretch: Stretch,
}

/// Something on the critical path, with its days. 关键路径事项
#[Object]
impl CriticalTask {
    /// What it is. 节点
    async fn node(&self) -> PlanNode {
        self.stretch.node.clone()
    }

    /// The permits that stand for it; none of a point, and of what nobody has put into the plan. 手续
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn permits(&self, ctx: &Context<'_>) -> Result<Vec<Permit>, PublicError> {
        found(ctx, self.project, &self.stretch.permits).await
    }

    /// When it is expected to be filed, or to begin; null where it has. 预计申报日期
    async fn from(&self) -> Option<Date> {
        self.stretch.from.map(Date)
    }

    /// When it is expected to be there. 预计取得日期
    async fn by(&self) -> PlanDate {
        self.stretch.by.into()
    }
}
