//! Terms 谈判条件: two small tables, read by one statement and only where they are wanted.

use std::collections::{BTreeMap, HashMap};

use luodi_domain::ids::ProjectId;
use luodi_domain::money::Money;
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use luodi_domain::terms::{Subsidy, SubsidyKind, Terms};
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// The terms of these projects: what each offers for a purpose, and what it offers besides.
    list SELECT = "select project_id, kind, amount_fen, has_text, text from (
        select project_id, cast(null as text) as kind, land_price_fen as amount_fen, has_note as has_text, note as text
            from terms
        union all
        select project_id, kind, amount_fen, has_condition, condition from subsidy
        ) parts where project_id in ({ids})";
    /// The price of land, and the rest.
    INSERT_TERMS = "insert into terms (project_id, land_price_fen, has_note, note) values ($1, $2, $3, $4)";
    /// Another price.
    UPDATE_TERMS = "update terms set land_price_fen = $2, has_note = $3, note = $4 where project_id = $1";
    /// Neither is offered any more.
    DELETE_TERMS = "delete from terms where project_id = $1";
    /// What is offered for a purpose.
    INSERT_SUBSIDY = "insert into subsidy (project_id, kind, amount_fen, has_condition, condition)
        values ($1, $2, $3, $4, $5)";
    /// Another sum, or another condition.
    UPDATE_SUBSIDY = "update subsidy set amount_fen = $3, has_condition = $4, condition = $5
        where project_id = $1 and kind = $2";
    /// It is not offered any more.
    DELETE_SUBSIDY = "delete from subsidy where project_id = $1 and kind = $2";
}

const TERMS: Table = Table {
    name: "terms",
    insert: INSERT_TERMS,
    update: Some(UPDATE_TERMS),
    delete: Some(DELETE_TERMS),
    key: 1,
};
const SUBSIDIES: Table = Table {
    name: "subsidy",
    insert: INSERT_SUBSIDY,
    update: Some(UPDATE_SUBSIDY),
    delete: Some(DELETE_SUBSIDY),
    key: 2,
};

#[derive(FromRow)]
struct Row {
    project_id: Uuid,
    /// Of a subsidy; the row without one is that of the terms themselves.
    kind: Option<String>,
    amount_fen: Option<i64>,
    has_text: bool,
    text: Option<String>,
}

/// The terms of these projects; a project that offers nothing has no entry. One statement.
pub async fn terms(conn: &mut Conn<'_>, ids: &[ProjectId]) -> Result<HashMap<ProjectId, Terms>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut terms: HashMap<ProjectId, Terms> = HashMap::new();
    for row in rows {
        let project = ProjectId::from_uuid(row.project_id);
        let amount = row.amount_fen.map(Money::from_fen);
        let offered = terms.entry(project).or_default();
        if let Some(kind) = row.kind {
            let at = At { table: "subsidy", row: project };
            let condition = at.private("condition", row.has_text, row.text)?;
            let kind = at.coded("kind", &kind, SubsidyKind::parse)?;
            offered.subsidies.insert(kind, Subsidy { amount, condition });
        } else {
            offered.land_price = amount;
            offered.note = At { table: "terms", row: project }.private("note", row.has_text, row.text)?;
        }
    }
    Ok(terms)
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let old = before.map_or_else(BTreeMap::new, besides);
    let changes = Changes::between(&old, &besides(after), |id, (price, note)| {
        params![*id, price.map(Money::fen), note.is_some(), note.and_then(Private::text)]
    });
    changes.write(tx, TERMS).await?;

    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.terms.subsidies);
    let changes = Changes::between(old, &after.terms.subsidies, |kind, subsidy| {
        let Subsidy { amount, condition } = subsidy;
        let text = condition.as_ref().and_then(Private::text);
        params![after.id, kind.as_str(), amount.map(Money::fen), condition.is_some(), text]
    });
    changes.write(tx, SUBSIDIES).await
}

/// The price of land and the note, if there is either.
fn besides(project: &Project) -> BTreeMap<ProjectId, (Option<Money>, Option<&Private>)> {
    let Terms { land_price, note, subsidies: _ } = &project.terms;
    let offered = land_price.is_some() || note.is_some();
    offered.then_some((project.id, (*land_price, note.as_ref()))).into_iter().collect()
}
