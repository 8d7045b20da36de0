//! Global ids: the domain's prefixed ids are already unique across kinds, so they are the API's ids as they stand.

use std::fmt::Display;

use async_graphql::ID;
use luodi_domain::ids::{
    AgencyId, AgreementId, AttachmentId, CaseId, EnterpriseId, MaterialId, MilestoneId, OfficerId, PartyId,
    PermitId, PostId, ProjectId, RegionId, StepId,
};

/// The API's spelling of an id.
pub fn global(id: impl Display) -> ID {
    ID(id.to_string())
}

/// The id of an object that `node` can answer with; the prefix tells the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeId {
    /// A region.
    Region(RegionId),
    /// An agency.
    Agency(AgencyId),
    /// A post.
    Post(PostId),
    /// An officer.
    Officer(OfficerId),
    /// An enterprise.
    Enterprise(EnterpriseId),
    /// A project.
    Project(ProjectId),
    /// A party.
    Party(PartyId),
    /// An agreement.
    Agreement(AgreementId),
    /// A milestone.
    Milestone(MilestoneId),
    /// An attachment.
    Attachment(AttachmentId),
    /// A permit.
    Permit(PermitId),
    /// A case.
    Case(CaseId),
    /// A step.
    Step(StepId),
    /// A material.
    Material(MaterialId),
}

impl NodeId {
    /// Reads an id of any kind; nothing when the prefix is not one of a node, or what follows is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, _) = text.split_once('_')?;
        match prefix {
            RegionId::PREFIX => RegionId::parse(text).map(Self::Region),
            AgencyId::PREFIX => AgencyId::parse(text).map(Self::Agency),
            PostId::PREFIX => PostId::parse(text).map(Self::Post),
            OfficerId::PREFIX => OfficerId::parse(text).map(Self::Officer),
            EnterpriseId::PREFIX => EnterpriseId::parse(text).map(Self::Enterprise),
            ProjectId::PREFIX => ProjectId::parse(text).map(Self::Project),
            PartyId::PREFIX => PartyId::parse(text).map(Self::Party),
            AgreementId::PREFIX => AgreementId::parse(text).map(Self::Agreement),
            MilestoneId::PREFIX => MilestoneId::parse(text).map(Self::Milestone),
            AttachmentId::PREFIX => AttachmentId::parse(text).map(Self::Attachment),
            PermitId::PREFIX => PermitId::parse(text).map(Self::Permit),
            CaseId::PREFIX => CaseId::parse(text).map(Self::Case),
            StepId::PREFIX => StepId::parse(text).map(Self::Step),
            MaterialId::PREFIX => MaterialId::parse(text).map(Self::Material),
            _ => return None,
        }
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 26 digits, as every id has after its prefix.
    const DIGITS: &str = "00000000000000000000000001";

    #[test]
    fn the_prefix_tells_the_kind() {
        #[track_caller]
        fn check(prefix: &str, expected: &str) {
            let id = NodeId::parse(&format!("{prefix}_{DIGITS}"));
            let kind =
                id.map(|id| format!("{id:?}")).map(|text| text.split('(').next().unwrap_or("").to_owned());
            assert_eq!(kind.as_deref().unwrap_or("nothing"), expected, "{prefix}");
        }
        check("reg", "Region");
        check("agy", "Agency");
        check("pst", "Post");
        check("off", "Officer");
        check("ent", "Enterprise");
        check("prj", "Project");
        check("pty", "Party");
        check("agr", "Agreement");
        check("mls", "Milestone");
        check("pmt", "Permit");
        check("cas", "Case");
        check("stp", "Step");
        check("mat", "Material");
        for no_node in ["cev", "crd", "tok", "cmd", "PRJ", "", "项目"] {
            check(no_node, "nothing");
        }
    }

    #[test]
    fn malformed_ids_are_no_ids() {
        for text in ["", "_", "prj", "prj_", "prj_x", "prj__", "prj_0000000000000000000000000l", DIGITS] {
            assert_eq!(NodeId::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,40}") {
            let _ = NodeId::parse(&text);
        }
    }
}
