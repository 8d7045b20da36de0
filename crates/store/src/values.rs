//! The domain's ids as values of statements.

use luodi_domain::ids::{
    AbsenceId, AgencyId, AgreementId, AttachmentId, CaseEventId, CaseId, CommandId, CreditId, DaysOffId,
    DuplicateId, DutyRuleId, EnterpriseId, FileId, IdentityId, InstallationId, MaterialId, MilestoneId,
    OfficerId, OverrideId, PartyId, PermitId, PostId, ProjectId, RecorderId, RegionId, SessionId, StepId,
    TokenId,
};

use crate::value_from;

value_from!(AbsenceId => Uuid, |id| id.uuid());
value_from!(AgencyId => Uuid, |id| id.uuid());
value_from!(AgreementId => Uuid, |id| id.uuid());
value_from!(AttachmentId => Uuid, |id| id.uuid());
value_from!(CaseEventId => Uuid, |id| id.uuid());
value_from!(CaseId => Uuid, |id| id.uuid());
value_from!(CommandId => Uuid, |id| id.uuid());
value_from!(CreditId => Uuid, |id| id.uuid());
value_from!(DaysOffId => Uuid, |id| id.uuid());
value_from!(DuplicateId => Uuid, |id| id.uuid());
value_from!(DutyRuleId => Uuid, |id| id.uuid());
value_from!(EnterpriseId => Uuid, |id| id.uuid());
value_from!(FileId => Uuid, |id| id.uuid());
value_from!(IdentityId => Uuid, |id| id.uuid());
value_from!(InstallationId => Uuid, |id| id.uuid());
value_from!(MaterialId => Uuid, |id| id.uuid());
value_from!(MilestoneId => Uuid, |id| id.uuid());
value_from!(OfficerId => Uuid, |id| id.uuid());
value_from!(OverrideId => Uuid, |id| id.uuid());
value_from!(PartyId => Uuid, |id| id.uuid());
value_from!(PermitId => Uuid, |id| id.uuid());
value_from!(PostId => Uuid, |id| id.uuid());
value_from!(ProjectId => Uuid, |id| id.uuid());
value_from!(RecorderId => Uuid, |id| id.uuid());
value_from!(RegionId => Uuid, |id| id.uuid());
value_from!(SessionId => Uuid, |id| id.uuid());
value_from!(StepId => Uuid, |id| id.uuid());
value_from!(TokenId => Uuid, |id| id.uuid());
