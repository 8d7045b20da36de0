//! What is known of an event besides the event itself, and the text of both that is hashed.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::access::ForFew;
use luodi_domain::actor::Authority;
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, OfficerId, ProjectId};
use luodi_domain::private::Private;
use rand::CryptoRng;

use super::codec::{self, EventType, Field, Fields, Tree};
use super::fault::{Fault, What};
use super::json::{Json, object};
use super::private::{PrivateText, Sealed, Texts, open, seal};

/// The version of the canonical text's own layout.
const FORMAT: i64 = 1;

/// What the events of one command have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The command; its events may lie in several projects.
    pub command_id: CommandId,
    /// The command's name, such as `ADVANCE`.
    pub command: String,
    /// Who gave it; nobody when the service itself acted.
    pub actor: Option<OfficerId>,
    /// Who did it for him, where that was a deputy.
    pub deputy: Option<OfficerId>,
    /// On whose authority, where it was given.
    pub authority: Option<Authority>,
    /// Whether the actor recorded what was decided there, by that leader's right.
    pub as_recorder: bool,
    /// When it was written down; kept to the microsecond.
    pub recorded_at: DateTime<Utc>,
    /// Why, where a reason was given.
    pub reason: Option<Private>,
}

/// Where an event stands and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The project it happened to.
    pub project: ProjectId,
    /// Its place in the project's history, from 1.
    pub sequence: i64,
    /// The day it happened: its own where it tells one, else the command's.
    pub occurred_on: NaiveDate,
    /// The command it came from.
    pub origin: Origin,
}

/// What a canonical text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) envelope: Envelope,
    /// As written, before any step up to a newer version.
    pub(super) event_type: String,
    pub(super) event_version: i64,
    pub(super) event: Event,
}

codec::object_of!(Authority { officer, instrument, number, on });

/// The canonical text of an event and its private texts. Each event's copy of the command's reason has a salt of its
/// own, so every row can be erased by itself.
pub(super) fn encode(
    envelope: &Envelope,
    event: &Event,
    rng: &mut (dyn CryptoRng + Send),
) -> (String, Vec<PrivateText>) {
    let (sealed, texts) = seal(write(envelope, event), rng);
    (sealed.to_string(), texts)
}

/// Reads a canonical text, with its private texts put back.
pub(super) fn decode(canonical: Json<Sealed>, texts: &Texts) -> Result<Stored, Fault> {
    read(open(canonical, texts)?)
}

fn write(envelope: &Envelope, event: &Event) -> Tree {
    let Envelope { project, sequence, occurred_on, origin } = envelope;
    let Origin { command_id, command, actor, deputy, authority, as_recorder, recorded_at, reason } = origin;
    let event_type = EventType::of(event);
    // A salted nothing: where the text is for few and holds prices or codes alone, it could be found by trying what its hash
    // is that of.
    let guessable = ForFew::of(command, event).is_some_and(ForFew::is_guessable);
    let seal = guessable.then(|| ("seal", Private::new("").write()));
    // Said only where it is so: texts from before there were deputies and recorders stay as they are.
    let as_recorder = as_recorder.then(|| ("as_recorder", Json::Bool(true)));
    let deputy = deputy.as_ref().map(|deputy| ("deputy", deputy.write()));
    let always = [
        ("format", Json::Int(FORMAT)),
        ("project", project.write()),
        ("sequence", sequence.write()),
        ("command_id", command_id.write()),
        ("command", command.write()),
        ("actor", actor.write()),
        ("authority", authority.write()),
        ("occurred_on", occurred_on.write()),
        ("recorded_at", recorded_at.write()),
        ("reason", reason.write()),
        ("event_type", Json::Text(event_type.as_str().to_owned())),
        ("event_version", event_type.version().write()),
        ("data", codec::write(event)),
    ];
    object(always.into_iter().chain(deputy).chain(as_recorder).chain(seal))
}

/// Reads a canonical text whose private texts were put back already.
pub(super) fn read(tree: Tree) -> Result<Stored, Fault> {
    Fields::read(tree, |fields| {
        let format = fields.take("format")?;
        if format != FORMAT {
            return Err(Fault::new(What::Format(format)));
        }
        let (event_type, event_version) =
            (fields.take::<String>("event_type")?, fields.take("event_version")?);
        let data = fields.take("data")?;
        let _seal: Option<Private> = fields.maybe("seal")?;
        let event = codec::read(&event_type, event_version, data).map_err(|fault| fault.under("data"))?;
        let origin = Origin {
            command_id: fields.take("command_id")?,
            command: fields.take("command")?,
            actor: fields.take("actor")?,
            deputy: fields.maybe("deputy")?,
            authority: fields.take("authority")?,
            as_recorder: fields.maybe("as_recorder")?.unwrap_or(false),
            recorded_at: fields.take("recorded_at")?,
            reason: fields.take("reason")?,
        };
        let envelope = Envelope {
            project: fields.take("project")?,
            sequence: fields.take("sequence")?,
            occurred_on: fields.take("occurred_on")?,
            origin,
        };
        Ok(Stored { envelope, event_type, event_version, event })
    })
}
