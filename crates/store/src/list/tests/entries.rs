//! A random registry, in which some were renamed.

use luodi_domain::actor::PostRole;
use luodi_domain::codes::CreditCode;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, PostId};
use luodi_domain::registry::{Agency, AgencyKind, Enterprise, Officer, Post};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::city::{FIRST, SECOND};
use super::{maybe, pick};
use crate::db::Db;
use crate::fixture::{
    BUREAU, CITY, COUNTY, OFFICE, PARK, PROVINCE, agencies, enterprises, id, officers, posts, settle, write,
};
use crate::registry;

/// How many of each kind there are beside those of the small world.
const ENTRIES: u128 = 60;
const OFFICES: [&str; 4] = ["招商局", "数据局", "审批局", "ABC食品办"];
const SURNAMES: [&str; 4] = ["王", "李", "赵", "欧阳"];
const GIVEN: [&str; 4] = ["晓", "明", "庆阳", "西安"];
/// No two enterprises have one code.
pub(super) const CREDIT_CODES: [&str; 4] =
    ["91110000600037341L", "91330100799655058B", "91610600MA5EXW129K", "91610600MA6DT07020"];

/// Everybody and everything in the registry, as it is after the last change.
pub(super) struct Entries {
    pub(super) agencies: Vec<Agency>,
    pub(super) posts: Vec<Post>,
    pub(super) officers: Vec<Officer>,
    pub(super) enterprises: Vec<Enterprise>,
}

/// One more of each kind.
#[derive(Clone)]
struct Drawn {
    agency: Agency,
    post: Post,
    officer: Officer,
    enterprise: Enterprise,
}

/// The database with a random registry in it. Every second entry was another at first, with other names.
pub(super) async fn built(db: &Db, seed: u64) -> Entries {
    settle(db).await;
    let rng = &mut StdRng::seed_from_u64(seed);
    let mut all =
        Entries { agencies: agencies(), posts: posts(), officers: officers(), enterprises: enterprises() };
    for n in 1..=ENTRIES {
        let first = drawn(rng, n);
        let mut last = if n % 2 == 0 { drawn(rng, n) } else { first.clone() };
        // Who leaves is not changed, but taken out of service.
        last.officer.active = first.officer.active;
        store(db, first, (n % 2 == 0).then(|| last.clone())).await;
        all.agencies.push(last.agency);
        all.posts.push(last.post);
        all.officers.push(last.officer);
        all.enterprises.push(last.enterprise);
    }
    all
}

async fn store(db: &Db, first: Drawn, last: Option<Drawn>) {
    let job = write(db, move |tx| {
        let (first, last) = (first.clone(), last.clone());
        Box::pin(async move {
            registry::agencies::insert(tx, &first.agency).await?;
            registry::posts::insert(tx, &first.post).await?;
            registry::officers::insert(tx, &first.officer).await?;
            registry::enterprises::insert(tx, &first.enterprise).await?;
            let Some(last) = last else { return Ok(()) };
            registry::agencies::update(tx, &last.agency, 1).await?;
            registry::posts::update(tx, &last.post, 1).await?;
            registry::officers::update(tx, &last.officer, 1).await?;
            registry::enterprises::update(tx, &last.enterprise, 1).await
        })
    });
    job.await.unwrap();
}

fn drawn(rng: &mut StdRng, n: u128) -> Drawn {
    // No two kinds share a number, as no two things share an id.
    let agency = id(AgencyId::from_uuid, 1_000 + n);
    let post = id(PostId::from_uuid, 2_000 + n);
    let firm = |rng: &mut StdRng| format!("{}{}公司", pick(rng, &FIRST), pick(rng, &SECOND));
    let code = CREDIT_CODES.iter().zip(1..).find(|(_, place)| *place == n);
    Drawn {
        agency: Agency {
            id: agency,
            region: pick(rng, &[PROVINCE, CITY, COUNTY, PARK]),
            kind: pick(rng, AgencyKind::ALL),
            name: format!("{}{}{n}", pick(rng, &FIRST), pick(rng, &OFFICES)),
            short_name: maybe(rng, &["庆招", "数据办"]).map(str::to_owned),
            departments: [].into(),
            active: rng.random_bool(0.7),
            version: 1,
        },
        post: Post {
            id: post,
            agency: pick(rng, &[agency, OFFICE, BUREAU]),
            title: "专员".to_owned(),
            role: pick(rng, PostRole::ALL),
            version: 1,
        },
        officer: Officer {
            id: id(OfficerId::from_uuid, 3_000 + n),
            post,
            name: format!("{}{}", pick(rng, &SURNAMES), pick(rng, &GIVEN)),
            phone: None,
            email: None,
            active: rng.random_bool(0.7),
            version: 1,
        },
        enterprise: Enterprise {
            id: id(EnterpriseId::from_uuid, 4_000 + n),
            name: firm(rng),
            former_names: (0..rng.random_range(0..3)).map(|_| firm(rng)).collect(),
            credit_code: code.map(|(code, _)| CreditCode::parse(code).unwrap()),
            registered_at: None,
            version: 1,
        },
    }
}
