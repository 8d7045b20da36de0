//! Rows changed behind the service's back: the database refuses what a CHECK can see, loading tells the rest.

use super::round_trip::live;
use crate::db::testing::on_each;
use crate::db::{BuiltStmt, Db, StoreError};
use crate::fixture::{load, settle};
use crate::params;

async fn run(db: &Db, sql: &str) -> Result<u64, StoreError> {
    db.execute_now(BuiltStmt::new("DAMAGE", sql.to_owned()), params![]).await
}

/// What is changed, how it is put right again, and the table and the words of the error.
const DAMAGES: &[(&str, &str, &str, &str)] = &[
    (
        "update project set lineage = 'UMBRELLA'",
        "update project set lineage = 'SINGLE'",
        "project",
        "lineage UMBRELLA with umbrella None and 0 phases",
    ),
    (
        "update project set planned_start = '2024-05-02'",
        "update project set planned_start = '2024-05-01'",
        "project",
        "planned_start: no MONTH begins on 2024-05-02",
    ),
    (
        "update project set planned_start_precision = 'DECADE'",
        "update project set planned_start_precision = 'MONTH'",
        "project",
        "planned_start is \"DECADE\"",
    ),
    (
        "update project_code set code = 'x' where standing = 'FORMER'",
        "update project_code set code = '2020-640122-13-03-017459' where standing = 'FORMER'",
        "project_code",
        "code is \"x\"",
    ),
    (
        "update project_attribute set value = 'perhaps' where kind = 'BOOL'",
        "update project_attribute set value = 'false' where kind = 'BOOL'",
        "project_attribute",
        "in_park is Some(\"perhaps\") of kind BOOL",
    ),
    (
        "insert into project_phase (project_id, position, phase_id) select id, 2, id from project",
        "delete from project_phase",
        "project_phase",
        "position 1 is missing",
    ),
    (
        "update milestone_evidence set position = 4",
        "update milestone_evidence set position = 1",
        "milestone_evidence",
        "the position before it is missing",
    ),
    (
        "update milestone set works = 'DANCING' where kind = 'STARTED'",
        "update milestone set works = 'PILES' where kind = 'STARTED'",
        "milestone",
        "works is \"DANCING\"",
    ),
    (
        "update step set stage = 'NOWHERE' where stage = 'STARTED'",
        "update step set stage = 'STARTED' where stage = 'NOWHERE'",
        "step",
        "stage is \"NOWHERE\"",
    ),
    (
        "update stage_visit set stage = 'LEAD' where stage = 'STARTED'",
        "update stage_visit set stage = 'STARTED' where gate = 'WITH_GAPS'",
        "step",
        "kind STAGE_VISIT with stage Some(Started), permit None, visit Some(Lead) Some(WithGaps)",
    ),
    (
        "update permit set status = 'REFUSED' where type_code = 'filing'",
        "update permit set status = 'GRANTED_WITH_DEFECTS' where type_code = 'filing'",
        "permit",
        "status REFUSED, but its cases amount to GRANTED_WITH_DEFECTS",
    ),
    (
        "update permit set decided_on = '2020-01-01' where type_code = 'filing'",
        "update permit set decided_on = '2024-02-11' where type_code = 'filing'",
        "permit",
        "decided on Some(2020-01-01), but by its cases on Some(2024-02-11)",
    ),
    (
        "update permit_case set state = 'APPROVED' where number is null",
        "update permit_case set state = 'APPROVED_WITH_DEFECTS' where number is null",
        "permit_case",
        "state APPROVED, but its events amount to APPROVED_WITH_DEFECTS",
    ),
    (
        "update case_event set kind = 'GONE' where kind = 'DENIED'",
        "update case_event set kind = 'DENIED' where kind = 'GONE'",
        "case_event",
        "kind is \"GONE\"",
    ),
    (
        "update case_event set valid = (1 = 0) where kind = 'DENIED'",
        "update case_event set valid = (1 = 1) where kind = 'DENIED'",
        "permit_case",
        "state DENIED, but its events amount to ACCEPTED",
    ),
];

#[tokio::test]
async fn a_contradiction_names_table_and_row() {
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await;
        for (damage, repair, named, words) in DAMAGES {
            assert!(run(db, damage).await.unwrap() > 0, "{damage}");
            let told = load(db, project.id).await.unwrap_err();
            let StoreError::Inconsistent { table, row, detail } = told else { panic!("{damage}: {told:?}") };
            assert_eq!((table, detail.as_str()), (*named, *words), "{damage}");
            assert!(row.contains('_'), "{damage}: row {row:?} is named by its id");
            run(db, repair).await.unwrap();
        }
        assert_eq!(load(db, project.id).await.unwrap(), Some(project), "put right");
    })
    .await;
}

#[tokio::test]
async fn what_a_check_can_see_is_refused() {
    const REFUSED: &[(&str, &str)] = &[
        ("project_version", "update project set version = 0"),
        ("project_track", "update project set track = 'X'"),
        ("project_stage", "update project set stage = 'X'"),
        ("project_stage_in_track", "update project set track = 'ASSET_LIGHT'"),
        ("project_standing", "update project set standing = 'X', withdrawn_on = null"),
        ("project_paused", "update project set standing = 'PAUSED'"),
        ("project_withdrawn", "update project set withdrawn_on = '2024-01-01'"),
        ("project_lineage_phase", "update project set phase_of = id"),
        ("project_investment", "update project set agreed_investment_fen = -1"),
        ("project_planned_start", "update project set planned_start = null"),
        ("project_attribute_value", "update project_attribute set value = null"),
        ("credit_share", "update credit set share_bp = 10001"),
        ("party_span", "update party set until = '2000-01-01'"),
        ("party_contact_phone", "update party set contact_phone = '1'"),
        ("agreement_span", "update agreement set ended_on = '2000-01-01'"),
        ("milestone_works", "update milestone set works = null"),
        ("step_detail", "update step set permit_id = null"),
        ("step_closed", "update step set close_reason = 'DONE'"),
        ("step_guard_follows_closing", "update step set open_guard = null"),
        ("permit_item", "update permit set type_code = null, free_name = null"),
        ("material_state", "update material set state = 'LOST'"),
        ("material_holder", "update material set holder = 'NOBODY'"),
        ("material_note", "update material set has_note = (1 = 0) where note is not null"),
        ("material_since", "update material set since = '2000-01-01'"),
        ("material_filed", "update material set filed = (1 = 0) where state = 'FILED'"),
        ("material_removed", "update material set removed_on = '2030-01-01' where filed"),
        ("material_reason", "update material set removed_on = null where removed_reason is not null"),
        (
            "attachment_of_material",
            "update attachment set permit_id = (select permit_id from permit_material where later)
                where material_id is not null",
        ),
        ("agreement_title", "update agreement set has_title = (1 = 0) where title is not null"),
        ("permit_ruled_out_status", "update permit set status = 'RULED_OUT'"),
        ("case_event_leg", "update case_event set leg = null"),
        ("case_event_document", "update case_event set document_until = '2024-01-01'"),
    ];
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await;
        for (check, sql) in REFUSED {
            let refused = run(db, sql).await.unwrap_err();
            assert!(
                matches!(&refused, StoreError::Check { constraint } if constraint == check),
                "{sql}: {refused:?}"
            );
        }
        assert_eq!(load(db, project.id).await.unwrap(), Some(project));
    })
    .await;
}
