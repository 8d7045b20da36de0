//! Every text column is one that an erasure blanks, one that it names when a person's name stands there, or one that
//! only the program fills.

use std::collections::BTreeSet;

use crate::db::testing::TestDb;
use crate::db::{BuiltStmt, Dialect, StmtText};
use crate::history::{STATEMENTS, WHERE_A_TEXT_MAY_STAND};
use crate::params;

/// Codes, hashes and texts of our own, keys worked out from names, which no caller writes freely. The history is looked
/// at as a whole; keys of requests that may come twice are gone after a week.
const NOBODY_WRITES: &str = "\
    administration.command administration.hash administration.previous_hash administration.subject \
    days_off.days_off days_off.days_worked \
    anchor.administration_hash anchor.hash anchor.previous anchor.root anchor_head.hash \
    agency.kind agency_department.department agreement.kind case_event.extension_unit case_event.kind case_event.leg credit.role history.canonical history.command \
    history.event_type history.hash history.previous_hash history_private.field history_private.kind \
    history_private.text idempotency.key idempotency.operation idempotency.request_hash idempotency.result \
    attachment.media_type attachment.sha256 file.media_type file.sha256 \
    material.holder material.state milestone.kind milestone.works milestone_evidence.kind party.role permit.level permit.phase permit.planned_level permit.planned_phase permit.response \
    permit.preparation permit.preparation_turn permit.status permit_case.measured permit_case.state permit_override.code duty_rule.stage duty_rule.code duty_rule.department duty_rule.level duty_rule.phase post.role project.lineage \
    project.pause_ground project.planned_production_precision project.planned_start_precision project.stage \
    project.standing project.track project_attribute.kind project_attribute.name project_attribute.value project_code.standing project_name.kind \
    region.kind region_code.code subsidy.kind stage_visit.gate stage_visit.stage step.close_reason step.kind step.stage \
    step_helper.role agency.name_key \
    enterprise.name_key \
    officer.name_key \
    project.name_key \
    project.shown_standing \
    project_outlook.revision \
    project_term.term \
    replanning.revision \
    registry_term.kind \
    registry_term.term \
    token.prefix \
    token.scope \
    account.password_hash \
    duplicate_suspicion.ruling \
    session.address \
    identity.issuer \
    sign_in_attempt.nonce \
    sign_in_attempt.return_to \
    sign_in_attempt.verifier";

#[tokio::test]
async fn an_erasure_knows_every_text() {
    let postgres = TestDb::postgres(|_| {}).await;
    postgres.db.migrate().await.unwrap();
    let columns = "select cast(table_name || '.' || column_name as text) from information_schema.columns
        where table_schema = 'public' and data_type = 'text' and table_name not like '\\_%'";
    let columns = BuiltStmt::new("TEXTS", columns.to_owned());
    let rows: Vec<(String,)> = postgres.db.read().await.unwrap().fetch_all(columns, params![]).await.unwrap();
    postgres.drop_database().await;
    let blanked: Vec<&str> = STATEMENTS
        .iter()
        .copied()
        .flatten()
        .filter_map(|(_, text)| match text {
            StmtText::One(statement) => Some(statement.text(Dialect::Sqlite)),
            StmtText::List(_) => None,
        })
        .collect();
    let known = |column: &str| {
        let (table, name) = column.split_once('.').unwrap();
        WHERE_A_TEXT_MAY_STAND
            .iter()
            .any(|statement| statement.text(Dialect::Sqlite).contains(&format!("'{column}'")))
            || blanked
                .iter()
                .any(|sql| sql.split_whitespace().take(6).eq(["update", table, "set", name, "=", "null"]))
    };
    let left: BTreeSet<&str> =
        rows.iter().map(|(column,)| column.as_str()).filter(|column| !known(column)).collect();
    assert_eq!(left, NOBODY_WRITES.split_whitespace().collect::<BTreeSet<_>>());
    assert!(rows.len() > 80, "{}", rows.len());
}
