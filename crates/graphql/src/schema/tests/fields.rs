//! Every field of the filter of every list finds what it says, and nothing else.

use std::collections::BTreeSet;

use serde_json::json;

use super::contrast::Contrast;

/// A field, a value of it, in which `@p0` stands for an id, and what it finds.
type Asked = (&'static str, &'static str, &'static str);

const PROJECTS: [Asked; 54] = [
    ("stage", "{ eq: SIGNED }", "p1"),
    ("stage", "{ ne: SIGNED }", "p0 u u1 u2"),
    ("stage", "{ in: [LEAD, SIGNED] }", "p0 p1"),
    ("stage", "{ nin: [LEAD, SIGNED] }", "u u1 u2"),
    ("stage", "{ gt: NEGOTIATION }", "p1"),
    ("stage", "{ gte: NEGOTIATION }", "p1 u u1 u2"),
    ("stage", "{ lt: NEGOTIATION }", "p0"),
    ("stage", "{ lte: NEGOTIATION }", "p0 u u1 u2"),
    ("standing", "{ eq: WITHDRAWN }", "u2"),
    ("standing", "{ in: [WITHDRAWN, PAUSED] }", "u2"),
    ("standing", "{ ne: WITHDRAWN }", "p0 p1 u u1"),
    ("standing", "{ nin: [WITHDRAWN] }", "p0 p1 u u1"),
    ("track", "{ eq: NEW_BUILD }", "p0"),
    ("lineage", "{ eq: SINGLE }", "p0 p1"),
    ("lineage", "{ eq: UMBRELLA }", "u"),
    ("lineage", "{ eq: PHASE }", "u1 u2"),
    ("phaseOf", "[@u]", "u1 u2"),
    ("region", "[@r0]", "p0 p1"),
    ("region", "[@r1]", "p1"),
    ("chain", r#"{ eq: "光伏" }"#, "p0"),
    ("industry", r#"{ eq: "4415" }"#, "p1"),
    ("label", r#"["重大项目"]"#, "p0"),
    ("permit", "{ level: { eq: COUNTY } }", "p0"),
    ("noPermit", "{ level: { eq: COUNTY } }", "p1 u u1 u2"),
    ("plan", "{ undecided: true }", "p0 p1 u u1 u2"),
    ("plan", "{ drawn: true }", ""),
    ("officer", "{ in: [@o0] }", "p0"),
    ("officer", "{ in: [@l0, @o1], roles: [LEADER_IN_CHARGE] }", "p0"),
    ("officer", "{ in: [@l0, @o1], roles: [SUPERVISING] }", "p0"),
    ("officer", "{ in: [@l0, @om], roles: [ASSISTING] }", "u1"),
    ("officer", "{ in: [@l0, @o1], roles: [RESPONSIBLE] }", "p1 u1"),
    ("officer", "{ in: [@l0, @o1], roles: [LANDING_SPECIALIST] }", "p1 u u1 u2"),
    ("agency", "{ in: [@a0] }", "p0"),
    ("agency", "{ in: [@am, @a1], roles: [CREDITED] }", "p1"),
    ("agency", "{ in: [@am, @a1], roles: [DECIDING] }", "p1"),
    ("agency", "{ in: [@am, @a1], roles: [ORIGINATING] }", "p1 u u1 u2"),
    ("text", r#""qyfd""#, "p1"),
    ("text", r#""简称""#, "p0"),
    ("agreedInvestment", r#"{ eq: "520000000" }"#, "p0"),
    ("agreedInvestment", r#"{ gt: "520000000" }"#, "p1 u"),
    ("agreedInvestment", r#"{ gte: "520000000" }"#, "p0 p1 u"),
    ("agreedInvestment", r#"{ lt: "900000000" }"#, "p0"),
    ("agreedInvestment", r#"{ lte: "900000000" }"#, "p0 p1 u"),
    ("agreedInvestment", "{ known: false }", "u1 u2"),
    ("plannedStart", r#"{ gte: "2025-03-01" }"#, "p1 u"),
    ("plannedProduction", "{ known: true }", "p1"),
    ("entered", r#"[{ stage: LEAD, on: { eq: "2024-06-03" } }]"#, "p0"),
    ("entered", "[{ stage: SIGNED, on: { known: true } }]", "p1"),
    ("createdAt", r#"{ lt: "2024-06-04T00:00:00Z" }"#, "p0"),
    ("updatedAt", r#"{ gte: "2024-06-05T00:00:00Z", lt: "2024-06-06T00:00:00Z" }"#, "p0"),
    ("and", "[{ stage: { gt: LEAD } }, { lineage: { eq: SINGLE } }]", "p1"),
    ("or", "[{ stage: { eq: LEAD } }, { lineage: { eq: UMBRELLA } }]", "p0 u"),
    ("not", "{ lineage: { eq: PHASE } }", "p0 p1 u"),
    ("not", "{ permit: { level: { eq: COUNTY } } }", "p1 u u1 u2"),
];

const PERMITS: [Asked; 9] = [
    ("level", "{ eq: PROVINCIAL }", "m1"),
    ("status", "{ eq: GRANTED }", "m0"),
    ("phase", "{ eq: BEFORE_START }", "m0"),
    ("typeCode", r#"{ eq: "construction_permit" }"#, "m1"),
    ("agency", "{ eq: @a0 }", "m0"),
    ("responsible", "{ in: [@o1] }", "m1"),
    ("decidedOn", r#"{ eq: "2024-06-04" }"#, "m0"),
    ("decidedOn", r#"{ gt: "2024-06-04" }"#, "m1"),
    ("project", "{ stage: { eq: SIGNED } }", "m1"),
];

const AGENCIES: [Asked; 8] = [
    ("kind", "{ eq: DEPARTMENT }", "a1"),
    ("kind", "{ nin: [DEPARTMENT, OTHER] }", "am a0"),
    ("region", "[@r0]", "a0 a1 a2"),
    ("region", "[@r1]", "a1 a2"),
    ("active", "false", "a2"),
    ("active", "true", "am a0 a1"),
    ("text", r#""环数""#, "a1"),
    ("text", r#""huanxian""#, "a1 a2"),
];

const OFFICERS: [Asked; 8] = [
    ("role", "{ eq: LEADER }", "l0"),
    ("role", "{ in: [MANAGER, SPECIALIST] }", "om o0 o1 o2"),
    ("agency", "[@a0]", "o0 l0"),
    ("region", "[@r0]", "o0 l0 o1 o2"),
    ("region", "[@r1]", "o1 o2"),
    ("active", "false", "o2"),
    ("active", "true", "om o0 l0 o1"),
    ("text", r#""zhouhang""#, "o1"),
];

const ENTERPRISES: [Asked; 5] = [
    ("creditCode", r#"{ eq: "91110108551385082Q" }"#, "e1"),
    ("creditCode", r#"{ ne: "91110108551385082Q" }"#, "e0"),
    ("text", r#""企业""#, "e0"),
    ("text", r#""长庆""#, "e1"),
    ("text", r#""9111""#, "e1"),
];

const HISTORY: [Asked; 7] = [
    ("project", "[@p1]", "p1:1 p1:2 p1:3 p1:4 p1:5"),
    ("projects", "{ standing: { eq: WITHDRAWN } }", "u2:1 u2:2 u2:3 u2:4"),
    ("actor", "[@o0]", "p0:1 p0:2 p0:3 p0:4 p0:5 p0:6 p0:7 p0:8 p0:9 p0:10 p0:11 p0:12 p0:13"),
    ("command", r#"{ eq: "ADD_PERMIT" }"#, "p0:6 p1:3"),
    ("eventType", r#"{ eq: "PERMIT_RULED_OUT" }"#, "p1:4"),
    ("recordedAt", r#"{ gte: "2024-06-05T00:00:00Z", lt: "2024-06-06T00:00:00Z" }"#, "p0:11 p0:12 p0:13"),
    ("occurredOn", r#"{ eq: "2024-06-04" }"#, "p0:11 p0:12 p0:13"),
];

const DUPLICATES: [Asked; 4] = [
    ("open", "true", "d0"),
    ("open", "false", "d1"),
    ("project", "[@p0]", "d0"),
    ("project", "[@p1]", "d1 d0"),
];

/// Asks a list each of these, and sees to it that no field of its filter is left out.
async fn check(contrast: &Contrast, list: &str, filter: &str, asked: &[Asked]) {
    let mut names: Vec<&(&str, String)> = contrast.named.iter().collect();
    // What begins like another comes before it.
    names.sort_by_key(|(name, _)| std::cmp::Reverse(*name));
    let nodes = if list == "history" { "project { id } sequence" } else { "id" };
    for (field, value, expected) in asked {
        let with_ids = names.iter().fold((*value).to_owned(), |value, (name, id)| {
            value.replace(&format!("@{name}"), &json!(id).to_string())
        });
        let document = format!(
            "{{ {list}(first: 50, filter: {{ {field}: {with_ids} }}) {{ totalCount nodes {{ {nodes} }} }} }}"
        );
        let found = contrast.city.data(&document).await[list].take();
        let named = |id: &serde_json::Value| {
            let known = names.iter().find(|(_, known)| id == known.as_str());
            known.map_or_else(|| id.to_string(), |(name, _)| (*name).to_owned())
        };
        let nodes = found["nodes"].as_array().unwrap().iter().map(|node| match &node["sequence"] {
            serde_json::Value::Null => named(&node["id"]),
            sequence => format!("{}:{sequence}", named(&node["project"]["id"])),
        });
        let nodes: Vec<String> = nodes.collect();
        assert_eq!(nodes.join(" "), *expected, "{list} {field}: {value}");
        assert_eq!(found["totalCount"], nodes.len(), "{list} {field}: {value}");
    }
    let document = format!("{{ __type(name: {}) {{ inputFields {{ name }} }} }}", json!(filter));
    let fields = contrast.city.data(&document).await["__type"]["inputFields"].take();
    let fields: BTreeSet<&str> =
        fields.as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(asked.iter().map(|(field, ..)| *field).collect::<BTreeSet<_>>(), fields, "{filter}");
}

#[tokio::test]
async fn every_field_of_every_filter_finds_what_it_says() {
    let mut contrast = Contrast::new().await;
    check(&contrast, "projects", "ProjectFilter", &PROJECTS).await;
    check(&contrast, "permits", "PermitListFilter", &PERMITS).await;
    check(&contrast, "agencies", "AgencyFilter", &AGENCIES).await;
    check(&contrast, "officers", "OfficerFilter", &OFFICERS).await;
    check(&contrast, "enterprises", "EnterpriseFilter", &ENTERPRISES).await;
    check(&contrast, "history", "HistoryFilter", &HISTORY).await;
    contrast.duplicates().await;
    check(&contrast, "duplicateSuspicions", "DuplicateFilter", &DUPLICATES).await;
}
