//! Requests that come late or twice.

use serde_json::{Value, json};

use super::Table;

pub(super) fn run(mut table: Table<'_>) {
    let project = table.office.id("project").to_owned();
    let version = table.office.state()["project"]["version"].as_i64().unwrap();
    for stale in [0, -1, 1, version - 1, version + 1, i64::from(i32::MAX)] {
        let input = json!({ "projectId": project, "occurredOn": "2024-02-01", "expectedVersion": stale });
        table.refused("advanceProject", &input, "VERSION_CONFLICT input.expectedVersion");
        let input = json!({ "projectId": project, "name": "别的名字", "expectedVersion": stale });
        table.refused("updateProject", &input, "VERSION_CONFLICT input.expectedVersion");
    }
    let enterprise =
        json!({ "enterpriseId": table.office.id("enterprise"), "name": "别的企业", "expectedVersion": 7 });
    table.refused_administrator("updateEnterprise", &enterprise, "VERSION_CONFLICT input.expectedVersion");

    let specialist = table.office.id("specialist").to_owned();
    let register = json!({ "name": "一次", "track": "LEASED", "landingSpecialistId": specialist });
    same_key(&mut table, "registerProject", &register);
    same_key(
        &mut table,
        "recordMilestone",
        &json!({ "projectId": project, "kind": "REGISTERED", "occurredOn": "2024-02-02",
        "evidence": [{ "kind": "DOCUMENT", "reference": "营业执照" }] }),
    );
    table.end();
}

/// Once done; then the same again, which answers the same, and with another body, which is refused.
fn same_key(table: &mut Table<'_>, field: &str, input: &Value) {
    let mut keyed = input.clone();
    keyed["idempotencyKey"] = json!(format!("key-{field}"));
    let select = "project { id version }";
    let first = table.meanwhile(|office| office.specialist.done(field, &keyed, select));
    let again = json!({ field: first }).to_string();
    table.check(
        &format!("{field} again"),
        |office| office.specialist.mutate(field, &keyed, select).unwrap(),
        &again,
    );
    keyed["reason"] = json!("另一个请求");
    table.refused(field, &keyed, "IDEMPOTENCY_KEY_REUSED input.idempotencyKey");
    keyed["occurredOn"] = json!("2024-02-03");
    table.refused(field, &keyed, "IDEMPOTENCY_KEY_REUSED input.idempotencyKey");
}
