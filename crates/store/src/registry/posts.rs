//! Posts 岗位 of agencies.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, PostId};
use luodi_domain::registry::Post;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// Posts by their ids.
    list SELECT = "select id, agency_id, title, role, version from post where id in ({ids})";
    /// What a post is for and whether its agency works, as they are until the transaction ends.
    HELD = {
        sqlite: "select p.role, a.active from post p join agency a on a.id = p.agency_id where p.id = $1",
        postgres: "select p.role, a.active from post p join agency a on a.id = p.agency_id where p.id = $1
            for share of p, a",
    };
    /// A new post.
    INSERT = "insert into post (id, agency_id, title, role, version) values ($1, $2, $3, $4, $5)";
    /// A changed post.
    UPDATE = "update post set agency_id = $2, title = $3, role = $4, version = $5 + 1 where id = $1 and version = $5";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    agency_id: Uuid,
    title: String,
    role: String,
    version: i64,
}

impl Row {
    fn into_post(self) -> Result<Post, StoreError> {
        let id = PostId::from_uuid(self.id);
        let at = At { table: "post", row: id };
        Ok(Post {
            id,
            agency: AgencyId::from_uuid(self.agency_id),
            title: self.title,
            role: at.coded("role", &self.role, PostRole::parse)?,
            version: self.version,
        })
    }
}

/// These posts; those that do not exist are left out.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[PostId]) -> Result<Vec<Post>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    rows.into_iter().map(Row::into_post).collect()
}

/// The role of a post and whether its agency works; nobody can change either before the transaction ends.
pub async fn held(tx: &mut Tx<'_>, id: PostId) -> Result<Option<(PostRole, bool)>, StoreError> {
    let row: Option<(String, bool)> = tx.fetch_optional(HELD, params![id]).await?;
    row.map(|(role, active)| {
        Ok((At { table: "post", row: id }.coded("role", &role, PostRole::parse)?, active))
    })
    .transpose()
}

/// Adds a post.
pub async fn insert(tx: &mut Tx<'_>, post: &Post) -> Result<(), StoreError> {
    let values = params![post.id, post.agency, post.title.as_str(), post.role.as_str(), post.version];
    tx.execute(INSERT, values).await.map(drop)
}

/// Rewrites a post that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn update(tx: &mut Tx<'_>, post: &Post, expected_version: i64) -> Result<(), StoreError> {
    let values = params![post.id, post.agency, post.title.as_str(), post.role.as_str(), expected_version];
    tx.execute_guarded(UPDATE, values).await
}
