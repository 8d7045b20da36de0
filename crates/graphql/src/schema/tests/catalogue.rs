//! The permit catalogue as the API tells it.

use luodi_domain::attribute::Attribute;
use serde_json::{Value, json};

use super::city::City;
use super::contrast::Contrast;
use crate::language::Language;

/// The stages in their order.
const STAGES: [&str; 8] = ["S0", "S1", "S2", "S3", "S4", "S5", "U", "O"];

/// The codes of a page.
fn codes(page: &Value) -> Vec<&str> {
    page["nodes"].as_array().unwrap().iter().map(|node| node["code"].as_str().unwrap()).collect()
}

async fn list(city: &City, arguments: &str) -> Value {
    let document = format!(
        "{{ permitCatalogue{arguments} {{ totalCount nodes {{ code stage department level name }}
            pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    city.data(&document).await["permitCatalogue"].take()
}

#[tokio::test]
async fn the_catalogue_is_listed_by_stage_and_code() {
    let city = City::new().await;
    let all = list(&city, "(first: 100)").await;
    // The acceptance of the energy review came later.
    assert_eq!(all["totalCount"], 90);
    let keys: Vec<(&str, &str)> = all["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["stage"].as_str().unwrap(), node["code"].as_str().unwrap()))
        .collect();
    let place = |key: &(&str, &str)| STAGES.iter().position(|stage| *stage == key.0);
    assert!(keys.is_sorted_by_key(|key| (place(key), key.1.to_owned())), "{keys:?}");

    // Page by page it is the same, each once.
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = list(&city, &format!("(first: 40{after})")).await;
        paged.extend(codes(&page).into_iter().map(str::to_owned));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(paged, codes(&all));
    let other = city.run(Language::En, r#"{ permitCatalogue(after: "AWFiYw") { totalCount } }"#).await;
    let said = other.errors[0].source::<crate::codes::PublicError>().unwrap();
    assert_eq!(said.public_text(Language::En), "`after` is not a cursor of this list in this order.");
}

#[tokio::test]
async fn a_filter_of_the_catalogue_finds_what_it_says() {
    let city = City::new().await;
    let check = async |argument: &str, field: &str, value: &str, least: usize| {
        let found = list(&city, &format!("(first: 100, {argument})")).await;
        let nodes = found["nodes"].as_array().unwrap();
        assert!(nodes.len() >= least && nodes.len() < 91, "{argument}: {}", nodes.len());
        assert!(nodes.iter().all(|node| node[field] == value), "{argument}: {found}");
        assert_eq!(found["totalCount"], nodes.len(), "{argument}");
    };
    check("stage: S3", "stage", "S3", 2).await;
    check("department: NATURAL_RESOURCES", "department", "NATURAL_RESOURCES", 5).await;
    check("level: PROVINCIAL", "level", "PROVINCIAL", 2).await;
    for (search, expected) in [
        ("施工许可证", vec!["construction_permit"]),
        ("ENERGY_rev", vec!["energy_review"]),
        (" conservation review ", vec!["energy_review"]),
        ("没有这样的", vec![]),
    ] {
        let found = list(&city, &format!("(search: {})", json!(search))).await;
        assert_eq!(codes(&found), expected, "{search}");
    }
    let before = list(&city, r#"(first: 100, on: "2025-08-31")"#).await;
    let (now, then) = (list(&city, r#"(first: 100, on: "2025-09-01")"#).await, codes(&before));
    assert!(!then.contains(&"energy_acceptance") && codes(&now).contains(&"energy_acceptance"));
}

const ENTRY: &str = "code name nameZh nameEn department departmentName stage milestone phase level levelVerified core
    lifts { level when condition basis verified } needed { text condition verified } covered { text } shared { text }
    legs { kind level limit { days unit } verified } legalLimit { days unit extension verified }
    promisedLimit { days unit source verified } validity { months lapse within { days unit } verified }
    basis stops prerequisites { hard verified anyOf { code point permitType { nameEn validTo } } }
    before parallelGroup validFrom validTo versions { validFrom validTo } unverified note";

#[tokio::test]
async fn an_entry_says_what_it_knows_and_what_nobody_verified() {
    let city = City::new().await;
    let document = format!(r#"{{ permitType(code: "energy_review", on: "2024-06-03") {{ {ENTRY} }} }}"#);
    let found = city.data(&document).await["permitType"].take();
    let needed = "(energy_tce >= 1000 or power_mwh >= 5000) and not energy_exempt";
    let expected = json!({
        "code": "energy_review", "name": "Energy conservation review", "nameZh": "固定资产投资项目节能审查",
        "nameEn": "Energy conservation review", "department": "DEVELOPMENT_REFORM",
        "departmentName": "development and reform", "stage": "S1", "milestone": false, "phase": "BEFORE_START",
        "level": "CITY", "levelVerified": false, "core": true,
        "lifts": [{ "level": "PROVINCIAL", "when": "energy a year ≥ 10,000 tce", "condition": "energy_tce >= 10000",
            "basis": "2023年2号令", "verified": true }],
        "needed": { "text": "(energy a year ≥ 1,000 tce or electricity a year ≥ 5,000 MWh) and not \"on the list \
            exempt from energy review\"", "condition": needed, "verified": true },
        "covered": null, "shared": null, "legs": [],
        "legalLimit": { "days": 20, "unit": "WORKING", "extension": null, "verified": false },
        "promisedLimit": { "days": 5, "unit": "WORKING", "source": "唐山2019", "verified": true },
        "validity": { "months": 24, "lapse": "VOID", "within": null, "verified": false },
        "basis": ["节约能源法 15", "2023年2号令"], "stops": ["EXPERT_REVIEW"],
        "prerequisites": [{ "hard": false, "verified": true, "anyOf": [
            { "code": "project_filing", "point": null, "permitType": { "nameEn": found["prerequisites"][0]["anyOf"][0]["permitType"]["nameEn"], "validTo": null } },
            { "code": "project_verification", "point": null, "permitType": { "nameEn": found["prerequisites"][0]["anyOf"][1]["permitType"]["nameEn"], "validTo": null } },
        ] }],
        "before": [], "parallelGroup": null, "validFrom": "2023-06-01", "validTo": "2025-08-31",
        "versions": [{ "validFrom": null, "validTo": "2023-05-31" }, { "validFrom": "2023-06-01", "validTo": "2025-08-31" },
            { "validFrom": "2025-09-01", "validTo": null }],
        "unverified": ["legal", "level", "validity"], "note": found["note"],
    });
    assert_eq!(found, expected);
    assert!(found["note"].as_str().is_some_and(str::is_ascii), "{found}");

    let document =
        r#"{ permitType(code: "energy_review", on: "2023-05-31") { name departmentName lifts { when } } }"#;
    let chinese = city.run(Language::Zh, document).await.data.into_json().unwrap();
    let lift = json!([{ "when": "年综合能源消费量 ≥ 5,000吨标准煤" }]);
    assert_eq!(
        chinese["permitType"],
        json!({ "name": "固定资产投资项目节能审查", "departmentName": "发展改革", "lifts": lift })
    );
    assert_eq!(city.data(r#"{ permitType(code: "nothing") { name } }"#).await["permitType"], Value::Null);
}

/// A place within a leg or a lift is as unverified as the whole of it.
#[tokio::test]
async fn what_stands_deeper_and_is_unverified_says_so() {
    let city = City::new().await;
    let document = r#"{ overlay: permitType(code: "mineral_overlay") { legs { level verified } }
        siting: permitType(code: "land_presite") { lifts { verified } prerequisites { verified } } }"#;
    let found = city.data(document).await;
    let legs = json!([{ "level": "CITY", "verified": false }, { "level": null, "verified": true }]);
    assert_eq!(found["overlay"]["legs"], legs);
    assert_eq!(found["siting"]["lifts"], json!(vec![json!({ "verified": false }); 3]));
    assert_eq!(found["siting"]["prerequisites"], json!([{ "verified": true }]));
}

#[tokio::test]
async fn attributes_say_how_they_are_answered_and_who_asks() {
    let city = City::new().await;
    let document = "{ attributeTypes { key name kind unit choices { code name } permitTypes } }";
    let found = city.data(document).await["attributeTypes"].take();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), Attribute::ALL.len());
    let find = |key: &str| found.iter().find(|one| one["key"] == key).unwrap();
    let energy = find("energy_tce");
    assert_eq!((&energy["kind"], &energy["unit"]), (&json!("NUMBER"), &json!("tce")));
    assert!(energy["permitTypes"].as_array().unwrap().contains(&json!("energy_review")), "{energy}");
    let path = find("land_path");
    let choices =
        json!([{ "code": "BATCH", "name": "by batch" }, { "code": "SINGLE", "name": "single site" }]);
    assert_eq!((&path["kind"], &path["choices"], &path["unit"]), (&json!("CHOICE"), &choices, &Value::Null));
    let park = find("in_park");
    assert_eq!((&park["kind"], &park["choices"]), (&json!("BOOLEAN"), &json!([])));
}

#[tokio::test]
async fn a_permit_has_its_entry_as_it_held_when_it_was_put_into_the_plan() {
    let contrast = Contrast::new().await;
    let document =
        "{ permits(first: 50) { nodes { typeCode name type { code nameZh versions { validFrom } } } } }";
    let found = contrast.city.data(document).await["permits"]["nodes"].take();
    let found = found.as_array().unwrap();
    let catalogued = found.iter().find(|one| one["typeCode"] == "construction_permit").unwrap();
    assert_eq!(
        catalogued["name"],
        contrast.city.app.catalogue().name("construction_permit", contrast.city.app.today()).unwrap().en
    );
    assert_eq!(catalogued["type"]["code"], "construction_permit");
    let named = found.iter().find(|one| one["typeCode"] == Value::Null).unwrap();
    assert_eq!(named["type"], Value::Null);
    assert!(named["name"].is_string(), "{named}");
}
