//! Agencies, officers and enterprises.

use luodi_domain::codes::CreditCode;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, RegionId};
use luodi_domain::registry::{Agency, Enterprise, Officer};
use rand::rngs::StdRng;

use super::{Twin, compare, holds_words, in_order, known, passes};
use crate::db::{Conn, Db};
use crate::fixture::regions;
use crate::list::registry::{self, AgencyTerm, EnterpriseTerm, EntryKey, OfficerTerm};
use crate::list::tests::entries::{Entries, built};
use crate::list::tests::{ENTRY_KEYS, order, random};
use crate::list::{Filter, Order, Page, Paging};
use crate::search::sort_key;

/// Whether a region is one of these or lies below one.
fn below(region: RegionId, above: &[RegionId]) -> bool {
    let regions = regions();
    let parent = |of: &RegionId| regions.iter().find(|one| one.id == *of).and_then(|one| one.parent);
    std::iter::successors(Some(region), parent).any(|one| above.contains(&one))
}

fn agency(_: &Entries, agency: &Agency, term: &AgencyTerm) -> bool {
    match term {
        AgencyTerm::Kind(kind) => compare(kind, Some(&agency.kind)),
        AgencyTerm::Region(regions) => below(agency.region, regions),
        AgencyTerm::Active(active) => agency.active == *active,
        AgencyTerm::Text(words) => {
            holds_words(words, std::iter::once(&agency.name).chain(&agency.short_name))
        }
    }
}

fn officer(all: &Entries, officer: &Officer, term: &OfficerTerm) -> bool {
    let post = all.posts.iter().find(|post| post.id == officer.post).unwrap();
    let agency = all.agencies.iter().find(|agency| agency.id == post.agency).unwrap();
    match term {
        OfficerTerm::Role(role) => compare(role, Some(&post.role)),
        OfficerTerm::Agency(agencies) => agencies.contains(&agency.id),
        OfficerTerm::Region(regions) => below(agency.region, regions),
        OfficerTerm::Active(active) => officer.active == *active,
        OfficerTerm::Text(words) => holds_words(words, [&officer.name]),
    }
}

fn enterprise(_: &Entries, enterprise: &Enterprise, term: &EnterpriseTerm) -> bool {
    let code = enterprise.credit_code.as_ref().map(|code| CreditCode::as_str(code).to_owned());
    match term {
        EnterpriseTerm::CreditCode(asked) => compare(asked, code.as_ref()),
        EnterpriseTerm::Text(words) => {
            holds_words(words, std::iter::once(&enterprise.name).chain(&enterprise.former_names).chain(&code))
        }
        // No project names any of them, and no agency entered them: that is tried where there are some, in `scope`.
        EnterpriseTerm::SeenBy(_) => false,
    }
}

/// The twin of each list of the registry, whose rows differ in their type and in what holds of them only.
macro_rules! twins {
    ($($twin:ident, $id:ty, $term:ty, $terms:path, $random:path, $rows:ident, $holds:path, $page:path, $count:path;)+) => {$(
        #[doc = concat!("The list of ", stringify!($rows), ".")]
        pub(in crate::list::tests) struct $twin(Entries);

        impl Twin for $twin {
            type Term = $term;
            type Order = Vec<Order<EntryKey>>;
            type Id = $id;
            const TERMS: usize = $terms;

            async fn built(db: &Db, seed: u64) -> Self {
                Self(built(db, seed).await)
            }

            fn term(rng: &mut StdRng, kind: usize) -> $term {
                $random(rng, kind)
            }

            fn order(rng: &mut StdRng, round: usize) -> Self::Order {
                order(rng, round, &ENTRY_KEYS)
            }

            fn expected(&self, filter: &Filter<$term>, order: &Self::Order) -> Vec<$id> {
                let all = self.0.$rows.iter();
                let mut rows: Vec<_> = all.filter(|row| passes(filter, &|term| $holds(&self.0, row, term))).collect();
                rows.sort_by(|a, b| {
                    in_order(order, (a.id, b.id), |one| match one.key {
                        EntryKey::Entered => known(one.direction, Some(a.id), Some(b.id)),
                        EntryKey::Name => known(one.direction, Some(sort_key(&a.name)), Some(sort_key(&b.name))),
                    })
                });
                rows.into_iter().map(|row| row.id).collect()
            }

            async fn page(
                conn: &mut Conn<'_>,
                filter: &Filter<$term>,
                order: &Self::Order,
                after: Option<&str>,
                limit: u32,
            ) -> Page<$id> {
                $page(conn, filter, &Paging::new(order, after, limit).unwrap()).await.unwrap()
            }

            async fn count(conn: &mut Conn<'_>, filter: &Filter<$term>) -> i64 {
                $count(conn, filter).await.unwrap()
            }
        }
    )+};
}

twins! {
    Agencies, AgencyId, AgencyTerm, random::AGENCY_TERMS, random::agency_term, agencies,
        agency, registry::agencies, registry::count_agencies;
    Officers, OfficerId, OfficerTerm, random::OFFICER_TERMS, random::officer_term, officers,
        officer, registry::officers, registry::count_officers;
    Enterprises, EnterpriseId, EnterpriseTerm, random::ENTERPRISE_TERMS, random::enterprise_term, enterprises,
        enterprise, registry::enterprises, registry::count_enterprises;
}
