//! Events as JSON and back.

use std::convert::Infallible;

use chrono::DateTime;
use luodi_domain::actor::{Authority, Instrument};
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, OfficerId, ProjectId};
use luodi_domain::money::Money;
use luodi_domain::private::Private;
use luodi_domain::terms::Terms;
use proptest::prelude::*;
use rand::rand_core::{TryCryptoRng, TryRng};
use rand::rngs::StdRng;
use rand::{CryptoRng, SeedableRng};

use super::arbitrary;
use super::samples::{day, id, samples};
use super::story::resumed;
use crate::history::codec::{self, EventType, Tree};
use crate::history::envelope::{Envelope, Origin, decode, encode};
use crate::history::json::Json;
use crate::history::private::{PrivateText, Texts, open, seal};

/// Salts that stay the same whatever the generator of the day.
struct Sevens;

impl TryRng for Sevens {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0x0707_0707)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0x0707_0707_0707_0707)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(7);
        Ok(())
    }
}

impl TryCryptoRng for Sevens {}

fn envelope() -> Envelope {
    Envelope {
        project: ProjectId::from_uuid(id(20)),
        sequence: 7,
        occurred_on: day("2024-04-02"),
        origin: Origin {
            command_id: CommandId::from_uuid(id(30)),
            command: "UPDATE".to_owned(),
            actor: Some(OfficerId::from_uuid(id(3))),
            deputy: None,
            as_recorder: false,
            authority: Some(Authority {
                officer: OfficerId::from_uuid(id(4)),
                instrument: Instrument::Minutes,
                number: Some(Private::new("纪要〔2024〕5号")),
                on: day("2024-04-01"),
            }),
            recorded_at: DateTime::from_timestamp_nanos(1_712_130_000_123_456_789),
            reason: Some(Private::new("按会议纪要推进")),
        },
    }
}

fn texts(private: &[PrivateText]) -> Texts {
    private.iter().map(|text| (text.field.clone(), Private::new(text.text.clone()))).collect()
}

fn round_trip(event: &Event, rng: &mut (dyn CryptoRng + Send)) -> Event {
    let (canonical, private) = encode(&envelope(), event, rng);
    let json = Json::parse(&canonical).unwrap();
    assert_eq!(json.to_string(), canonical, "the text is canonical");
    decode(json, &texts(&private)).unwrap().event
}

#[test]
fn every_event_has_its_stored_form_and_comes_back() {
    let mut seen = Vec::new();
    for (event, expected) in samples() {
        let (sealed, _) = seal(codec::write(&event), &mut Sevens);
        let event_type = EventType::of(&event);
        assert_eq!(format!("{event_type} {} {sealed}", event_type.version()), expected, "{event:?}");
        assert_eq!(round_trip(&event, &mut Sevens), event);
        // Some have several forms.
        if !seen.contains(&event_type) {
            seen.push(event_type);
        }
    }
    assert_eq!(seen, EventType::ALL, "a sample for every type of event");
}

#[test]
fn the_canonical_text_holds_the_envelope_and_no_private_text() {
    let (canonical, private) = encode(&envelope(), &resumed(), &mut Sevens);
    let expected = r#"{"actor":"off_00000000000000000000000003","authority":{"instrument":"MINUTES","number":{"digest":"a11ef7b78d0ff434441136dfde5943c8ae4ab8f3befc2611e19fd7348b61626d","kind":"TEXT"},"officer":"off_00000000000000000000000004","on":"2024-04-01"},"command":"UPDATE","command_id":"cmd_0000000000000000000000000y","data":{"on":"2024-03-01"},"event_type":"PROJECT_RESUMED","event_version":1,"format":1,"occurred_on":"2024-04-02","project":"prj_0000000000000000000000000m","reason":{"digest":"7bb5f1b06e411278e19105b096a2644a80f2dbfb2b6500ee67c6348b8ecbf879","kind":"TEXT"},"recorded_at":"2024-04-03T07:40:00.123456Z","sequence":7}"#;
    assert_eq!(canonical, expected);
    let private: Vec<_> =
        private.iter().map(|text| (text.field.as_str(), text.kind.as_str(), text.text.as_str())).collect();
    let expected = [("authority.number", "TEXT", "纪要〔2024〕5号"), ("reason", "TEXT", "按会议纪要推进")];
    assert_eq!(private, expected);
}

#[test]
fn a_deputy_is_named_beside_the_actor_and_only_where_there_is_one() {
    let mut deputised = envelope();
    deputised.origin.deputy = Some(OfficerId::from_uuid(id(9)));
    let (plain, _) = encode(&envelope(), &resumed(), &mut Sevens);
    let (canonical, private) = encode(&deputised, &resumed(), &mut Sevens);
    let deputy = r#""deputy":"off_00000000000000000000000009","#;
    assert_eq!(canonical.replace(deputy, ""), plain);
    let read = |text: &str| decode(Json::parse(text).unwrap(), &texts(&private));
    let stored = read(&canonical).unwrap();
    assert_eq!(stored.envelope.origin.deputy, deputised.origin.deputy);
    let nobody = canonical.replace(deputy, r#""deputy":null,"#);
    assert_eq!(read(&nobody).unwrap_err().to_string(), "deputy: expected a text, found null");
}

#[test]
fn private_texts_stand_under_their_paths() {
    let paths = |index: usize| {
        let (event, _) = &samples()[index];
        let (_, private) = encode(&envelope(), event, &mut Sevens);
        private.into_iter().map(|text| format!("{} {}", text.field, text.kind)).collect::<Vec<_>>()
    };
    assert_eq!(
        paths(3),
        ["authority.number TEXT", "data.contact.name PERSON", "data.contact.phone PERSON", "reason TEXT"]
    );
    assert_eq!(
        paths(7),
        [
            "authority.number TEXT",
            "data.evidence[0].reference TEXT",
            "data.evidence[1].note TEXT",
            "data.evidence[1].reference TEXT",
            "reason TEXT"
        ]
    );
    assert_eq!(paths(8), ["authority.number TEXT", "data.name TEXT", "reason TEXT"]);
    assert_eq!(paths(9), ["authority.number TEXT", "data.reason TEXT", "reason TEXT"]);
    assert_eq!(paths(23), ["authority.number TEXT", "data.reason TEXT", "reason TEXT"]);
    assert_eq!(paths(24), ["authority.number TEXT", "data.case.handler.name PERSON", "reason TEXT"]);
    assert_eq!(paths(25), ["authority.number TEXT", "data.event.opinion TEXT", "reason TEXT"]);
    assert_eq!(
        paths(32),
        [
            "authority.number TEXT",
            "data.note TEXT",
            "data.subsidies[1].condition TEXT",
            "reason TEXT",
            "seal TEXT"
        ]
    );
    // Not everybody may know how a gate was passed, and could find it by its hash.
    assert_eq!(paths(10), ["authority.number TEXT", "reason TEXT", "seal TEXT"]);
}

#[test]
fn an_erased_text_comes_back_erased() {
    let event = samples().remove(23).0;
    let (canonical, private) = encode(&envelope(), &event, &mut Sevens);
    let mut texts = texts(&private);
    texts.insert("data.reason".to_owned(), Private::erased());
    let stored = decode(Json::parse(&canonical).unwrap(), &texts).unwrap();
    let Event::PermitRuledOut { reason, .. } = &stored.event else { panic!("{stored:?}") };
    assert!(reason.is_erased());
    assert_eq!(stored.envelope.origin.reason, envelope().origin.reason);
    // Written again, it has no digest and no private text, and is still erased.
    assert_eq!(round_trip(&stored.event, &mut Sevens), stored.event);
}

#[test]
fn what_cannot_be_read_says_where() {
    fn check(event_type: &str, version: i64, data: &str, expected: &str) {
        let tree: Tree = open(Json::parse(data).unwrap(), &Texts::new()).unwrap();
        let shown =
            codec::read(event_type, version, tree).map_or_else(|f| f.to_string(), |e| format!("{e:?}"));
        assert_eq!(shown, expected, "{event_type} {version} {data}");
    }
    check("PROJECT_RESUMED", 1, r#"{"on":"2024-01-01"}"#, "Resumed { on: 2024-01-01 }");
    check("PROJECT_RESUMED", 2, "{}", "event PROJECT_RESUMED of version 2 is not known to this program");
    check("PROJECT_SOLD", 1, "{}", "event PROJECT_SOLD of version 1 is not known to this program");
    check("PROJECT_RESUMED", 1, r#"{"by":"2024-01-01","on":"2024-01-01"}"#, "by: unknown field");
    check("PROJECT_WITHDRAWN", 1, "{}", "on: missing");
    check("PROJECT_WITHDRAWN", 1, "[]", "expected an object, found a list");
    check("PROJECT_WITHDRAWN", 1, r#"{"on":20240101}"#, "on: expected a text, found a whole number");
    check("PROJECT_WITHDRAWN", 1, r#"{"on":"2024-02-30"}"#, "on: input is out of range");
    check("PROJECT_SPLIT", 1, r#"{"phases":["prj_1"]}"#, "phases[0]: the part after prj_ is not a valid id");
    check(
        "HANDED_OVER",
        1,
        r#"{"as_leader":1,"as_specialist":true,"from":"off_00000000000000000000000003","helped":[],"steps":[],"to":"off_00000000000000000000000003"}"#,
        "as_leader: expected a boolean, found a whole number",
    );
    check(
        "PROFILE_CHANGED",
        1,
        r#"{"change":"PLANNED_START","value":{"first_day":"2024-05-01","precision":"WEEK","raw":""}}"#,
        "value.precision: unknown code \"WEEK\"",
    );
    check(
        "PROFILE_CHANGED",
        1,
        r#"{"change":"ATTRIBUTE","value":{"name":"in_park","value":{"kind":"NUMBER","value":"5"}}}"#,
        "value: \"in_park\" is no attribute, or not answered like this",
    );
}

#[test]
fn a_missing_private_row_and_an_unknown_format_are_told() {
    let (canonical, _) = encode(&envelope(), &resumed(), &mut Sevens);
    let read = |text: &str| decode(Json::parse(text).unwrap(), &Texts::new()).unwrap_err().to_string();
    assert_eq!(read(&canonical), "authority.number: the private text is not in the side table");
    let newer = canonical.replace(r#""format":1"#, r#""format":2"#);
    let texts = ["authority.number", "reason"].map(|path| (path.to_owned(), Private::erased())).into();
    let fault = decode(Json::parse(&newer).unwrap(), &texts).unwrap_err();
    assert_eq!(fault.to_string(), "format 2 is not known to this program");
}

proptest! {
    #[test]
    fn any_event_comes_back(event in arbitrary::event(), seed: u64) {
        prop_assert_eq!(round_trip(&event, &mut StdRng::seed_from_u64(seed)), event);
    }
}

#[test]
fn what_is_for_few_is_not_found_by_trying() {
    let terms = Event::TermsRecorded(Terms { land_price: Some(Money::from_fen(1)), ..Terms::default() });
    let silent = Origin { reason: None, authority: None, ..envelope().origin };
    let plain = Envelope { origin: silent.clone(), ..envelope() };
    let advancing = Envelope { origin: Origin { command: "ADVANCE".to_owned(), ..silent }, ..envelope() };
    let closed = samples().into_iter().map(|(event, _)| event);
    let closed = closed.into_iter().find(|event| matches!(event, Event::StepClosed { .. })).unwrap();
    let check = |envelope: &Envelope, event: &Event, sealed: bool| {
        let one = encode(envelope, event, &mut StdRng::seed_from_u64(1)).0;
        let other = encode(envelope, event, &mut StdRng::seed_from_u64(2)).0;
        assert_eq!(one != other, sealed, "{one}");
        assert_eq!(one.contains(r#""seal":{"digest":""#), sealed, "{one}");
    };
    check(&plain, &terms, true);
    check(&advancing, &closed, true);
    check(&plain, &closed, false);
}
