//! Materials of permits.

use async_graphql::{Context, Object};
use luodi_domain::ids::MaterialId;

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::material::{AddMaterialInput, RemoveMaterialInput, UpdateMaterialInput};
use crate::limits::mutation_cost;
use crate::types::{Material, Project};

payloads! {
    /// What came of `addMaterial`. 列入申请材料结果
    AddMaterialPayload {
        /// The material; null when it was refused. 材料
        material: Material,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `updateMaterial`. 更新申请材料结果
    UpdateMaterialPayload {
        /// The material as it is now; null when there is none. 材料
        material: Material,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `removeMaterial`. 移除申请材料结果
    RemoveMaterialPayload {
        /// The material as it is when it was not taken off the list; else null. 材料
        material: Material,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// What has to be handed in for permits.
#[derive(Default)]
pub(crate) struct MaterialMutation;

#[Object]
impl MaterialMutation {
    /// Lists a material that permits of a project need. Until it is at hand nobody files for them, unless it may be handed
    /// in later; a case is recorded all the same. 列入申请材料
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn add_material(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, for which permits, and who has it. 输入")] input: AddMaterialInput,
    ) -> Result<Option<AddMaterialPayload>, PublicError> {
        let done = Session::new(ctx, "addMaterial")?.execute(&input).await?;
        let (material, project) = (done.object(ctx, MaterialId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(AddMaterialPayload { material, project, errors: done.errors }))
    }

    /// Changes what is known of a material: who has it, how far it is, which permits need it. 更新申请材料
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_material(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which material, and what changes. 输入")] input: UpdateMaterialInput,
    ) -> Result<Option<UpdateMaterialPayload>, PublicError> {
        let done = Session::new(ctx, "updateMaterial")?.execute(&input).await?;
        let (material, project) = (done.object(ctx, MaterialId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(UpdateMaterialPayload { material, project, errors: done.errors }))
    }

    /// Takes a material off the list, with a reason. 移除申请材料
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn remove_material(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which material, and why. 输入")] input: RemoveMaterialInput,
    ) -> Result<Option<RemoveMaterialPayload>, PublicError> {
        let done = Session::new(ctx, "removeMaterial")?.execute(&input).await?;
        let (material, project) = (done.object(ctx, MaterialId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RemoveMaterialPayload { material, project, errors: done.errors }))
    }
}
