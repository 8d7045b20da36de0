//! What was read, as a file that other programs read: `luodi import ledger --dry-run --json FILE`.

use luodi_domain::agreement::AgreementKind;
use luodi_domain::codes::{CreditCode, ProjectCode, RegionCode};
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::stage::Stage;
use serde_json::{Map, Value, json};

use crate::reading::{Ledger, Row};
use crate::value::{Amount, Tick, Unit};

/// A ledger as JSON: its projects, and its refused rows with the reason.
pub fn ledger(ledger: &Ledger) -> Value {
    let (refused, read): (Vec<&Row>, Vec<&Row>) =
        ledger.rows.iter().partition(|row| !row.problems.is_empty());
    let refused = refused.into_iter().map(|row| {
        let reasons: Vec<String> = row.problems.iter().map(super::reading::Problem::reason).collect();
        json!({ "row": row.number, "reason": reasons.join("；") })
    });
    json!({
        "as_of": ledger.as_of.map(|day| day.to_string()),
        "unit": ledger.unit.map(unit),
        "monthly_columns": ledger.cumulative.map(|cumulative| if cumulative { "cumulative" } else { "monthly" }),
        "projects": read.into_iter().map(project).collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
    })
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Yuan => "元",
        Unit::Wan => "万元",
        Unit::Yi => "亿元",
    }
}

fn project(row: &Row) -> Value {
    let mut told = Map::new();
    let mut put = |key: &str, value: Value| {
        told.insert(key.to_owned(), value);
    };
    put("row", json!(row.number));
    put("name", json!(row.name));
    put("project_code", json!(row.project_code.as_ref().map(ProjectCode::as_str)));
    put("investor", json!(row.investor));
    put("uscc", json!(row.credit_code.as_ref().map(CreditCode::as_str)));
    put("region_code", json!(row.region_code.as_ref().map(RegionCode::as_str)));
    put("chain", json!(row.chain));
    put("total_investment_yuan", yuan(row.investment));
    put("agreement", json!(row.agreement.map(AgreementKind::as_str)));
    let mut date = |key: &str, date: Option<&PartialDate>| {
        put(key, json!(date.map(PartialDate::code)));
        let key = format!("{}_precision", key.trim_end_matches("_on"));
        put(&key, json!(date.map(PartialDate::precision).map(Precision::as_str)));
    };
    date("signed_on", row.signed_on.as_ref());
    date("started_on", row.started_on.as_ref());
    date("planned_production", row.planned_production.as_ref());
    put("owners", row.owners.iter().map(|owner| json!(owner.name)).collect());
    put("agent", json!(row.agent.as_ref().map(|agent| &agent.name)));
    put("agent_phone", json!(row.agent.as_ref().and_then(|agent| agent.phone.as_ref())));
    put(
        "permits",
        Value::Object(
            row.permits.iter().map(|(key, stands)| ((*key).to_owned(), json!(tick(stands)))).collect(),
        ),
    );
    put("stage", json!(row.stage.map(Stage::as_str)));
    // Months that each count from January on say the same: the last of them.
    let of_months = || row.funds_of.iter().rfind(|(months, _)| months.first == 1).map(|(_, amount)| *amount);
    put("funds_cumulative_yuan", yuan(row.funds.or_else(of_months)));
    Value::Object(told)
}

fn yuan(amount: Option<Amount>) -> Value {
    amount.map_or(Value::Null, |amount| match amount.money.fen() {
        fen if fen % 100 == 0 => json!(fen / 100),
        _ => json!(amount.money.to_yuan_string()),
    })
}

const fn tick(tick: &Tick) -> &'static str {
    match tick {
        Tick::Done { .. } => "DONE",
        Tick::InProgress => "IN_PROGRESS",
        Tick::NotDone => "NOT_DONE",
        Tick::NotNeeded => "NOT_NEEDED",
    }
}
