//! What officers hold in projects, and by duty rules.

use luodi_domain::actor::Duties;
use luodi_domain::ids::{AgencyId, OfficerId, PostId};

use crate::db::{Conn, StoreError, Value};
use crate::params;

macro_rules! duties {
    ($whose:literal) => {
        concat!(
            "select
                exists (select 1 from step s where s.responsible_id = o.id and s.open_guard is not null)
                    as responsible,
                exists (select 1 from step_helper h join step s on s.id = h.step_id
                    where h.officer_id = o.id and h.until is null and s.open_guard is not null) as helper,
                exists (select 1 from project j where j.landing_specialist_id = o.id) as specialist,
                exists (select 1 from project j where j.leader_in_charge_id = o.id) as leader,
                exists (select 1 from duty_rule r where r.officer_id = o.id and r.open_guard is not null) as on_duty
            from officer o join post p on p.id = o.post_id where ",
            $whose
        )
    };
}

crate::statements! {
    /// An officer's.
    OF_OFFICER = duties!("o.id = $1");
    /// Those of the holders of a post.
    OF_POST = duties!("o.post_id = $1");
    /// Those of an agency's people.
    OF_AGENCY = duties!("p.agency_id = $1");
}

/// Whose duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// One officer's.
    Officer(OfficerId),
    /// Those of everybody in a post.
    Post(PostId),
    /// Those of everybody in the posts of an agency.
    Agency(AgencyId),
}

/// What these officers hold, in no particular order. Of duty rules those that nobody has
/// [closed](crate::duties::close_over).
pub async fn duties(conn: &mut Conn<'_>, whose: Whose) -> Result<Vec<Duties>, StoreError> {
    let (statement, id) = match whose {
        Whose::Officer(officer) => (OF_OFFICER, Value::from(officer)),
        Whose::Post(post) => (OF_POST, Value::from(post)),
        Whose::Agency(agency) => (OF_AGENCY, Value::from(agency)),
    };
    let rows: Vec<(bool, bool, bool, bool, bool)> = conn.fetch_all(statement, params![id]).await?;
    let duties = |(responsible, helper, specialist, leader, on_duty)| Duties {
        responsible,
        helper,
        specialist,
        leader,
        on_duty,
    };
    Ok(rows.into_iter().map(duties).collect())
}
