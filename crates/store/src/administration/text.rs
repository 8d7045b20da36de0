//! The text of a row that is hashed: JSON of the one form that the history has.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use luodi_domain::administration::Subject;
use luodi_domain::ids::{
    AbsenceId, AgencyId, CommandId, DaysOffId, DutyRuleId, OfficerId, OverrideId, PostId, ProjectId,
    RecorderId, RegionId, TokenId,
};
use uuid::Uuid;

use crate::db::instant_text;
use crate::history::{Json, Sealed, object};

/// The version of the layout.
const FORMAT: i64 = 1;

/// Fields with what they say since; nothing where they say nothing any more.
pub(super) type Fields = BTreeMap<String, Option<String>>;

/// The columns of a row that its text repeats.
pub(super) struct Columns<'a> {
    pub(super) sequence: i64,
    pub(super) subject: Subject,
    pub(super) object: Uuid,
    pub(super) region: Option<RegionId>,
    pub(super) command_id: CommandId,
    pub(super) command: &'a str,
    pub(super) actor: Option<OfficerId>,
    pub(super) recorded_at: DateTime<Utc>,
}

impl Columns<'_> {
    /// The text of a row with these columns and fields.
    pub(super) fn text(&self, fields: &Fields) -> String {
        let text = |text: &dyn ToString| Json::<Sealed>::Text(text.to_string());
        let maybe = |value: Option<String>| value.map_or(Json::Null, Json::Text);
        let fields = fields.iter().map(|(name, value)| (name.clone(), maybe(value.clone())));
        object([
            ("format", Json::Int(FORMAT)),
            ("sequence", Json::Int(self.sequence)),
            ("subject", text(&self.subject)),
            ("object", Json::Text(object_id(self.subject, self.object))),
            ("region", maybe(self.region.map(|region| region.to_string()))),
            ("command_id", text(&self.command_id)),
            ("command", text(&self.command)),
            ("actor", maybe(self.actor.map(|actor| actor.to_string()))),
            ("recorded_at", Json::Text(instant_text(self.recorded_at))),
            ("fields", Json::Object(fields.collect())),
        ])
        .to_string()
    }
}

/// What is read of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// The place that it gives itself.
    pub(super) sequence: i64,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) fields: Fields,
}

/// Reads a text; nothing when it is none of these, or not in canonical form.
pub(super) fn read(text: &str) -> Option<Text> {
    let whole = Json::<Sealed>::parse(text).ok().filter(|whole| whole.to_string() == text)?;
    let Json::Object(mut whole) = whole else { return None };
    let Some(Json::Int(FORMAT)) = whole.remove("format") else { return None };
    let Some(Json::Int(sequence)) = whole.remove("sequence") else { return None };
    let Some(Json::Text(recorded_at)) = whole.remove("recorded_at") else { return None };
    let recorded_at = DateTime::parse_from_rfc3339(&recorded_at).ok()?.to_utc();
    let Some(Json::Object(fields)) = whole.remove("fields") else { return None };
    let said = |(name, value)| match value {
        Json::Null => Some((name, None)),
        Json::Text(text) => Some((name, Some(text))),
        _ => None,
    };
    let fields = fields.into_iter().map(said).collect::<Option<Fields>>()?;
    Some(Text { sequence, recorded_at, fields })
}

/// The text form of the id of something that is recorded. An account has its officer's.
pub(super) fn object_id(subject: Subject, id: Uuid) -> String {
    match subject {
        Subject::Region => RegionId::from_uuid(id).to_string(),
        Subject::Agency => AgencyId::from_uuid(id).to_string(),
        Subject::Post => PostId::from_uuid(id).to_string(),
        Subject::Officer | Subject::Account => OfficerId::from_uuid(id).to_string(),
        Subject::Absence => AbsenceId::from_uuid(id).to_string(),
        Subject::Recorder => RecorderId::from_uuid(id).to_string(),
        Subject::DaysOff => DaysOffId::from_uuid(id).to_string(),
        Subject::PermitOverride => OverrideId::from_uuid(id).to_string(),
        Subject::DutyRule => DutyRuleId::from_uuid(id).to_string(),
        Subject::Token => TokenId::from_uuid(id).to_string(),
        Subject::Project => ProjectId::from_uuid(id).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_text_and_it_is_read_back() {
        let columns = Columns {
            sequence: 7,
            subject: Subject::Officer,
            object: Uuid::from_u128(1),
            region: None,
            command_id: CommandId::from_uuid(Uuid::from_u128(2)),
            command: "updateOfficer",
            actor: Some(OfficerId::from_uuid(Uuid::from_u128(3))),
            recorded_at: DateTime::UNIX_EPOCH,
        };
        let said = [("phone", None), ("name", Some("马\"晓\u{7}梅/".to_owned()))];
        let said: Fields = said.map(|(name, value)| (name.to_owned(), value)).into();
        let text = columns.text(&said);
        let expected = concat!(
            r#"{"actor":"off_00000000000000000000000003","command":"updateOfficer","#,
            r#""command_id":"cmd_00000000000000000000000002","fields":{"name":"马\"晓\u0007梅/","phone":null},"#,
            r#""format":1,"object":"off_00000000000000000000000001","recorded_at":"1970-01-01T00:00:00.000000Z","#,
            r#""region":null,"sequence":7,"subject":"OFFICER"}"#,
        );
        assert_eq!(text, expected);
        let is = Text { sequence: 7, recorded_at: DateTime::UNIX_EPOCH, fields: said };
        assert_eq!(read(&text), Some(is));
        for (from, to) in [
            (r#""format":1"#, r#""format":2"#),
            (r#""sequence":7"#, r#""sequence": 7"#),
            (r#""sequence":7"#, r#""sequence":null"#),
            (r#""phone":null"#, r#""phone":1"#),
            ("1970-01-01T00:00:00.000000Z", "1970-01-01"),
        ] {
            let other = text.replace(from, to);
            assert_ne!(other, text);
            assert_eq!(read(&other), None, "{other}");
        }
    }
}
