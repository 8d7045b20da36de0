//! A project and what hangs on it, field by field.

use luodi_app::{
    Call,
    projects::{NewPhase, Split},
};
use luodi_domain::{
    ids::{ProjectId, StepId},
    money::Money,
};
use serde_json::json;

use super::city::City;

#[tokio::test]
async fn a_project_shows_what_was_recorded() {
    let city = City::with(1).await;
    let id = city.projects[0].project;
    let data = city
        .data(&format!(
            "{{ viewer {{ officer {{ name phone erased }} role agency {{ name }} today }}
                project(by: {{ id: \"{id}\" }}) {{
                name otherNames {{ name kind }} track stage stageSince standing pause {{ until }} withdrawnOn projectCode
                chain labels agreedInvestment {{ amount currency wan yi }}
                plannedStart {{ code precision firstDay lastDay raw }} attributes {{ key name kind value text presumed }}
                phaseOf {{ id }} phases {{ id }} phaseProgress {{ summary }}
                currentStep {{ kind stage openedOn closedOn closeReason permit {{ id }} }}
                stageVisits {{ stage gate enteredOn leftOn }}
                parties {{ role since until contact {{ name phone erased }} }}
                permits {{ typeCode name level phase part status ruledOut {{ on }} gap {{ stage }}
                    preparation {{ kind turn agreedOn }}
                    currentCase {{ number state since acceptedOn decidedOn openedOn handler {{ name phone erased }}
                        legs {{ kind sentOn doneOn }}
                        events {{ kind occurredOn opinion valid flagged repeated erased source {{ system }} }} }} }}
                }} }}"
        ))
        .await;
    let day = "2024-06-03";
    assert_eq!(
        data["viewer"],
        json!({ "officer": { "name": "管理员", "phone": "13800000000", "erased": false }, "role": "MANAGER",
            "agency": { "name": "管理员的单位" }, "today": day })
    );
    let event = |kind: &str| {
        json!({ "kind": kind, "occurredOn": day, "opinion": "材料齐全", "valid": true, "flagged": false,
            "repeated": false, "erased": false, "source": null })
    };
    let case = json!({
        "number": "办2024-17", "state": "ACCEPTED", "since": day, "acceptedOn": day, "decidedOn": null,
        "openedOn": day, "handler": { "name": "李四", "phone": "0931-1", "erased": false },
        "legs": [{ "kind": null, "sentOn": day, "doneOn": null }],
        "events": [event("SUBMITTED"), event("ACCEPTED")],
    });
    let permit = json!({
        "typeCode": null, "name": "施工许可", "level": "COUNTY", "phase": "BEFORE_START", "part": null,
        "status": "IN_CASE", "ruledOut": null, "gap": null,
        "preparation": { "kind": "PREPARING", "turn": "ENTERPRISE", "agreedOn": null }, "currentCase": case,
    });
    let investment = json!({
        "amount": "520000000.00", "currency": "CNY", "wan": "52000.00万元", "yi": "5.20亿元",
    });
    let start = json!({
        "code": "2024-Q4", "precision": "QUARTER", "firstDay": "2024-10-01", "lastDay": "2024-12-31",
        "raw": "2024-Q4",
    });
    let project = json!({
        "name": "项目0", "otherNames": [{ "name": "简称0", "kind": "ALIAS" }], "track": "NEW_BUILD",
        "stage": "LEAD", "stageSince": day, "standing": "ACTIVE", "pause": null, "withdrawnOn": null,
        "projectCode": null, "chain": "光伏", "labels": ["重大项目"], "agreedInvestment": investment,
        "plannedStart": start, "attributes": [{ "key": "new_land_ha", "name": "new construction land", "kind": "NUMBER", "value": "120.5", "text": "120.5 ha", "presumed": false }],
        "phaseOf": null, "phases": [], "phaseProgress": null,
        "currentStep": { "kind": "STAGE_VISIT", "stage": "LEAD", "openedOn": day, "closedOn": null,
            "closeReason": null, "permit": null },
        "stageVisits": [{ "stage": "LEAD", "gate": "MET", "enteredOn": day, "leftOn": null }],
        "parties": [{ "role": "SIGNATORY", "since": day, "until": null,
            "contact": { "name": "张三", "phone": null, "erased": false } }],
        "permits": [permit],
    });
    assert_eq!(data["project"], project);
}

#[tokio::test]
async fn an_umbrella_and_its_phases_know_one_another() {
    let city = City::with(1).await;
    let whole = &city.projects[0];
    // A project with a permit under way cannot be split.
    city.grant(None).await;
    let phase = |name: &str, yuan: i64| NewPhase {
        id: ProjectId::from_uuid(city.app.new_id()),
        step: StepId::from_uuid(city.app.new_id()),
        name: name.to_owned(),
        agreed_investment: Some(Money::from_fen(yuan * 100)),
        planned_start: None,
        planned_production: None,
        responsible: None,
    };
    let split = Split { project: whole.project, phases: vec![phase("一期", 1), phase("二期", 2)] };
    city.app.split_project(Call::new(Some(city.manager()), "test"), split).await.unwrap();
    let id = whole.project;
    let data = city
        .data(&format!(
            "{{ project(by: {{ id: \"{id}\" }}) {{ stage stageSince agreedInvestment {{ yi }} currentStep {{ id }}
                phaseProgress {{ total started producing withdrawn summary }}
                phases {{ name stage agreedInvestment {{ amount }} phaseOf {{ name }} currentStep {{ stage }} }} }} }}"
        ))
        .await;
    let phase = |name: &str, amount: &str| {
        json!({ "name": name, "stage": "LEAD", "agreedInvestment": { "amount": amount },
            "phaseOf": { "name": "项目0" }, "currentStep": { "stage": "LEAD" } })
    };
    assert_eq!(
        data["project"],
        json!({
            "stage": "LEAD", "stageSince": null, "agreedInvestment": { "yi": "5.20亿元" }, "currentStep": null,
            "phaseProgress": { "total": 2, "started": 0, "producing": 0, "withdrawn": 0, "summary": "0 of 2 started" },
            "phases": [phase("一期", "1.00"), phase("二期", "2.00")],
        })
    );
}
