//! One typed id per entity: a prefix that says what it is, and 128 bits in Crockford's base 32.

use std::fmt;

use uuid::Uuid;

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so ids survive being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS: usize = 26;

/// Why a text is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The prefix names another kind of object, or none.
    #[error("expected an id that begins with {expected}_")]
    Prefix {
        /// The prefix asked for.
        expected: &'static str,
    },
    /// The part after the prefix is not 26 characters of base 32.
    #[error("the part after {prefix}_ is not a valid id")]
    Shape {
        /// The prefix, which was right.
        prefix: &'static str,
    },
}

fn encode(prefix: &str, id: Uuid) -> String {
    let mut bits = id.as_u128();
    let mut digits = [0_u8; DIGITS];
    for slot in digits.iter_mut().rev() {
        *slot = ALPHABET[usize::from((bits & 31) as u8)];
        bits >>= 5;
    }
    let mut text = String::with_capacity(prefix.len() + 1 + DIGITS);
    text.push_str(prefix);
    text.push('_');
    text.extend(digits.iter().map(|&digit| char::from(digit)));
    text
}

fn decode(prefix: &'static str, text: &str) -> Result<Uuid, IdError> {
    let digits = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .ok_or(IdError::Prefix { expected: prefix })?;
    let shape = IdError::Shape { prefix };
    if digits.len() != DIGITS {
        return Err(shape);
    }
    let mut bits: u128 = 0;
    for (place, digit) in digits.bytes().enumerate() {
        let Some(value) = ALPHABET.iter().position(|&known| known == digit) else { return Err(shape) };
        // 26 digits hold 130 bits: the first may only use its lower three.
        if place == 0 && value > 7 {
            return Err(shape);
        }
        bits = (bits << 5) | value as u128;
    }
    Ok(Uuid::from_u128(bits))
}

macro_rules! typed_ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// What every text form of this id begins with, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// The id over these 128 bits.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The 128 bits, as the databases store them.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Reads the text form.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                decode(Self::PREFIX, text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode(Self::PREFIX, self.0))
            }
        }
    )+};
}

typed_ids! {
    /// A region 行政区划 or park 园区.
    RegionId = "reg";
    /// An agency 单位.
    AgencyId = "agy";
    /// A post 岗位 of an agency.
    PostId = "pst";
    /// An officer 责任人.
    OfficerId = "off";
    /// An enterprise 企业.
    EnterpriseId = "ent";
    /// A project 招商项目.
    ProjectId = "prj";
    /// An enterprise in a role in a project 投资主体.
    PartyId = "pty";
    /// An agreement 协议.
    AgreementId = "agr";
    /// An attachment 附件: a file under a project.
    AttachmentId = "att";
    /// A file 文件 as it was uploaded.
    FileId = "fil";
    /// A milestone 节点.
    MilestoneId = "mls";
    /// A material 申请材料 that permits need.
    MaterialId = "mat";
    /// A permit 手续.
    PermitId = "pmt";
    /// A case 办件.
    CaseId = "cas";
    /// An event of a case 办件事件.
    CaseEventId = "cev";
    /// A step 环节.
    StepId = "stp";
    /// A credit 认定归属.
    CreditId = "crd";
    /// A suspicion that two projects are one 疑似重复.
    DuplicateId = "dup";
    /// An access token 令牌.
    TokenId = "tok";
    /// A session 登录会话: one device on which somebody signed in.
    SessionId = "ses";
    /// A link 身份关联 of an officer with who he is at an identity provider.
    IdentityId = "idn";
    /// An absence 请假: days on which a deputy acts for somebody.
    AbsenceId = "abs";
    /// A recorder 代录人: who records what a leader decides.
    RecorderId = "rcd";
    /// The days off 放假 of a year, as an administrator published them.
    DaysOffId = "dof";
    /// What a region says otherwise than the permit catalogue 地方调整.
    OverrideId = "ovr";
    /// A duty rule 责任分工: which officer of ours takes what in a region.
    DutyRuleId = "dty";
    /// An installation: one database, and the place where its files lie.
    InstallationId = "ins";
    /// A command: what groups history rows that happened together.
    CommandId = "cmd";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_is_not_a_project_id() {
        let check =
            |text: &str, expected: IdError| assert_eq!(ProjectId::parse(text), Err(expected), "{text}");
        check("", IdError::Prefix { expected: "prj" });
        check("off_00000000000000000000000001", IdError::Prefix { expected: "prj" });
        check("prj00000000000000000000000001", IdError::Prefix { expected: "prj" });
        check("prj_", IdError::Shape { prefix: "prj" });
        check("prj_0000000000000000000000000l", IdError::Shape { prefix: "prj" });
        check("prj_0000000000000000000000000A", IdError::Shape { prefix: "prj" });
        check("prj_80000000000000000000000000", IdError::Shape { prefix: "prj" });
        check("prj_000000000000000000000000000", IdError::Shape { prefix: "prj" });
    }

    proptest! {
        #[test]
        fn text_form_round_trips_and_keeps_order(a: u128, b: u128) {
            let (a, b) = (ProjectId::from_uuid(Uuid::from_u128(a)), ProjectId::from_uuid(Uuid::from_u128(b)));
            prop_assert_eq!(ProjectId::parse(&a.to_string()), Ok(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
