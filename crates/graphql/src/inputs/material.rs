//! Inputs for materials of permits.

use async_graphql::{ID, InputObject, MaybeUndefined};
use luodi_domain::command::{AddMaterial, Command, ForPermit, UpdateMaterial};
use luodi_domain::ids::{MaterialId, PermitId, ProjectId};
use luodi_domain::material;
use luodi_domain::refusal::{Refusal, Segment};

use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Target, Terms, day, read};
use crate::scalars::Date;
use crate::types::enums::{MaterialState, Turn};

/// A permit that needs a material 所需手续.
#[derive(Debug, InputObject)]
pub(crate) struct MaterialForInput {
    /// Which permit. 手续
    pub(crate) permit_id: ID,
    /// Whether it may be handed in later there, so that the permit does not wait for it. 是否容缺后补
    #[graphql(default)]
    pub(crate) deferrable: bool,
}

fn permits(inputs: &[MaterialForInput], field: &'static str) -> Result<Vec<ForPermit>, Refusal> {
    let permit = |(index, input): (usize, &MaterialForInput)| {
        let permit = read::id(&input.permit_id, "permitId", PermitId::parse);
        let permit = permit.map_err(|refusal| refusal.within(field, index))?;
        Ok(ForPermit { permit, deferrable: input.deferrable })
    };
    inputs.iter().enumerate().map(permit).collect()
}

/// Lists a material that permits of a project need 列入申请材料.
#[derive(Debug, InputObject)]
pub(crate) struct AddMaterialInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// What it is called: 2 to 120 characters, and nothing else that is listed there. 材料名称
    pub(crate) name: String,
    /// The permits that need it, at least one. 所需手续
    pub(crate) permits: Vec<MaterialForInput>,
    /// Who has it, or has to make it. 材料在谁手里
    pub(crate) holder: Turn,
    /// Who exactly that is, such as a design firm and whom to call there. 具体责任方
    pub(crate) holder_note: Option<String>,
    /// How far it is; MISSING if left out. 材料状态
    pub(crate) state: Option<MaterialState>,
    /// The day agreed for it to be at hand. 约定日期
    pub(crate) due_on: Option<Date>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for AddMaterialInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::AddMaterial(AddMaterial {
            id: MaterialId::from_uuid(new_id()),
            name: self.name.clone(),
            holder: self.holder.into(),
            note: self.holder_note.clone(),
            state: self.state.map_or(material::MaterialState::Missing, Into::into),
            due_on: day(self.due_on),
            permits: permits(&self.permits, "permits")?,
        }))
    }
}

/// Changes what is known of a material 更新申请材料. A field left out stays as it is.
#[derive(Debug, InputObject)]
pub(crate) struct UpdateMaterialInput {
    /// Which material. 材料
    pub(crate) material_id: ID,
    /// What it is called. 材料名称
    pub(crate) name: Option<String>,
    /// Who has it now. 材料在谁手里
    pub(crate) holder: Option<Turn>,
    /// Who exactly that is; null clears it. 具体责任方
    pub(crate) holder_note: MaybeUndefined<String>,
    /// How far it is, from `occurredOn` on: not told of a day before it came to be as far as it is. 材料状态
    pub(crate) state: Option<MaterialState>,
    /// The day agreed for it to be at hand; null clears it. 约定日期
    pub(crate) due_on: MaybeUndefined<Date>,
    /// Permits that need it too, or for which it may be handed in later now, or no more. 增加或更新的手续
    pub(crate) add_permits: Option<Vec<MaterialForInput>>,
    /// Permits that do not need it; one must stay. 不再需要的手续
    pub(crate) remove_permits: Option<Vec<ID>>,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl UpdateMaterialInput {
    fn removed(&self) -> Result<Vec<PermitId>, Refusal> {
        let permit = |(index, id): (usize, &ID)| {
            read::id(id, "removePermits", PermitId::parse).map_err(|mut refusal| {
                refusal.at.push(Segment::Index(index));
                refusal
            })
        };
        self.remove_permits.iter().flatten().enumerate().map(permit).collect()
    }
}

impl ProjectInput for UpdateMaterialInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.material_id, "materialId", MaterialId::parse).map(Target::Material)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::UpdateMaterial(UpdateMaterial {
            material: read::id(&self.material_id, "materialId", MaterialId::parse)?,
            name: self.name.clone(),
            holder: self.holder.map(Into::into),
            note: read::edited_text(&self.holder_note),
            state: self.state.map(Into::into),
            due_on: read::edit(&self.due_on, |day| Ok(day.0))?,
            add: permits(self.add_permits.as_deref().unwrap_or_default(), "addPermits")?,
            remove: self.removed()?,
        }))
    }
}

/// Takes a material off the list 移除申请材料, with a reason: what came there by mistake. What was handed in once, or has files
/// attached, stays: it may be NOT_NEEDED.
#[derive(Debug, InputObject)]
pub(crate) struct RemoveMaterialInput {
    /// Which material. 材料
    pub(crate) material_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl RemoveMaterialInput {
    fn material(&self) -> Result<MaterialId, Refusal> {
        read::id(&self.material_id, "materialId", MaterialId::parse)
    }
}

impl ProjectInput for RemoveMaterialInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.material().map(Target::Material)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        self.material().map(Command::RemoveMaterial)
    }
}
