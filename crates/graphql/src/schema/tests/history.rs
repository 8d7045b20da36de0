//! The history of a project, for people and for programs.

use serde_json::{Value, json};

use super::city::City;
use crate::language::Language;

async fn summaries(city: &City, language: Language) -> Vec<String> {
    let id = city.projects[0].project;
    let document =
        format!("{{ project(by: {{ id: \"{id}\" }}) {{ history(first: 50) {{ nodes {{ summary }} }} }} }}");
    let response = city.run(language, &document).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    let data = response.data.into_json().unwrap();
    let nodes = data["project"]["history"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["summary"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_entry_says_what_happened_in_the_language_of_the_caller() {
    let city = City::with(1).await;
    assert_eq!(
        summaries(&city, Language::Zh).await,
        [
            "登记项目“项目0”",
            "进入“线索”阶段，主办 责任人0",
            "登记签约方：企业0",
            "登记合同“投资合同”，2024-06-03 签订",
            "记录节点：注册（2024-06-03）",
            "添加手续“施工许可”，主办 责任人0",
            "手续“施工许可”新开办件，受理单位 责任人0的单位",
            "手续“施工许可”办件：接件（2024-06-03）",
            "手续“施工许可”办件：受理（2024-06-03）",
            "“线索”阶段由 领导0 督办",
        ]
    );
    assert_eq!(
        summaries(&city, Language::En).await,
        [
            "Registered “项目0”",
            "Entered stage “lead”, responsible: 责任人0",
            "Recorded 企业0 as signatory",
            "Recorded contract “投资合同”, signed 2024-06-03",
            "Recorded milestone: company registered (2024-06-03)",
            "Added permit “施工许可”, responsible: 责任人0",
            "Opened a case for “施工许可” at 责任人0的单位",
            "Case of “施工许可”: submitted (2024-06-03)",
            "Case of “施工许可”: accepted (2024-06-03)",
            "Stage “lead”: 领导0 supervises",
        ]
    );
}

#[tokio::test]
async fn anybody_can_compute_the_chain_again() {
    let city = City::with(1).await;
    let id = city.projects[0].project;
    let data = city
        .data(&format!(
            "{{ project(by: {{ id: \"{id}\" }}) {{ version history {{ totalCount
                nodes {{ sequence command eventType canonical previousHash hash actor {{ name }}
                    occurredOn details {{ key value erased }} }} }} }} }}"
        ))
        .await;
    let project = &data["project"];
    let entries = project["history"]["nodes"].as_array().unwrap();
    assert_eq!(project["history"]["totalCount"], project["version"]);
    assert_eq!(project["version"], entries.len());
    let mut previous = "0".repeat(64);
    for (place, entry) in entries.iter().enumerate() {
        assert_eq!(entry["sequence"], place + 1);
        assert_eq!(entry["previousHash"], previous.as_str());
        assert_eq!(entry["actor"]["name"], "责任人0");
        assert_eq!(entry["occurredOn"], "2024-06-03");
        let canonical: Value = serde_json::from_str(entry["canonical"].as_str().unwrap()).unwrap();
        assert_eq!(canonical["event_type"], entry["eventType"]);
        assert_eq!(canonical["command"], entry["command"]);
        previous = entry["hash"].as_str().unwrap().to_owned();
    }
    let digests = entries.iter().flat_map(|entry| entry["details"].as_array().unwrap());
    let digests = digests.filter(|detail| detail["key"].as_str().unwrap().contains("digest"));
    assert_eq!(digests.collect::<Vec<_>>(), Vec::<&Value>::new(), "in no entry");
    let note = json!({ "key": "evidence[0].note", "value": "已核对", "erased": false });
    let details = entries[4]["details"].as_array().unwrap();
    assert!(details.contains(&note), "a private text is shown in the place of its digest: {details:?}");
}

/// Histories are read together, so a list of projects pays for their rows and no more.
#[tokio::test]
async fn a_list_pays_for_the_rows_of_its_histories() {
    let city = City::with(1).await;
    let check = async |projects: usize, part: &str, allowed: bool| {
        let document = format!("{{ projects(first: {projects}) {{ nodes {{ {part} }} }} }}");
        let errors = city.run(Language::Zh, &document).await.errors;
        assert_eq!(errors.is_empty(), allowed, "{document}: {errors:?}");
    };
    check(100, "history(first: 10) { nodes { summary } }", true).await;
    check(100, "history(first: 50) { nodes { summary } }", false).await;
    check(100, "name stage", true).await;
}
