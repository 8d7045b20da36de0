//! What the articles say of the city, and of its projects.

use std::collections::BTreeMap;

use luodi_app::list::{Compare, Filter, Paging, PermitCounts, ProjectFilter, ProjectTerm};
use luodi_domain::ids::{ProjectId, RegionId};
use luodi_domain::money::Money;
use luodi_domain::permit::{Level, PermitStatus};
use luodi_domain::project::Lineage;
use luodi_domain::stage::Stage;

use super::filled::Filled;

impl Filled {
    async fn ids(&self, terms: Vec<ProjectTerm>) -> Vec<ProjectId> {
        let paging = Paging::new(&[], None, 2_000).unwrap();
        let filter = ProjectFilter::from(terms);
        let page = self.app.list_projects(&filter, &paging).await.unwrap();
        page.rows.into_iter().map(|(id, _)| id).collect()
    }

    async fn region(&self, name: &str) -> RegionId {
        let regions = self.app.region_page(None, 100).await.unwrap();
        regions.into_iter().find(|region| region.name == name).unwrap_or_else(|| panic!("{name}")).id
    }

    /// 438 projects newly signed from January to October, 1374.95亿元 in all.
    pub(super) async fn the_year_was_signed(&self) {
        let city = self.region("庆阳市").await;
        let of_year = vec![
            Compare::AtLeast("2024-01-01".parse().unwrap()),
            Compare::AtMost("2024-10-31".parse().unwrap()),
        ];
        let signed =
            vec![ProjectTerm::Region(vec![city]), ProjectTerm::Entered { stage: Stage::Signed, on: of_year }];
        let ids = self.ids(signed).await;
        let heads = self.app.heads(&ids).await.unwrap();
        // Phases belong to a project that counts already.
        let counted = heads.values().filter(|head| !matches!(head.lineage, Lineage::PhaseOf(_)));
        let amounts: Vec<i64> =
            counted.filter_map(|head| head.profile.agreed_investment.map(Money::fen)).collect();
        assert_eq!(amounts.len(), 438);
        assert_eq!(Money::from_fen(amounts.iter().sum()).format_yi(), "1374.95亿元");
        let fairs = self.app.agreements(&ids).await.unwrap();
        let at_fair = fairs
            .values()
            .filter(|papers| papers.values().any(|paper| paper.event.as_deref() == Some("第三十届兰洽会")));
        assert_eq!(at_fair.count(), 81);
    }

    /// 54 key projects have started; 29 provincial, 78 city and 416 county permits of theirs are granted.
    pub(super) async fn key_projects_have_their_permits(&self) {
        let key = ProjectFilter::from(vec![ProjectTerm::Label(vec!["重大项目".to_owned()])]);
        let counts = self.app.permit_counts(&key, &Filter::default()).await.unwrap();
        assert_eq!((counts.projects, counts.started), (54, 54));
        // What enterprises and townships decide themselves is not in the article's counts.
        let counted = |level: &Level| matches!(level, Level::Provincial | Level::City | Level::County);
        let in_hand = |status: &PermitStatus| {
            matches!(status, PermitStatus::Granted | PermitStatus::GrantedWithDefects)
        };
        let granted: BTreeMap<Level, i64> = counts
            .permits
            .iter()
            .filter(|((level, status), _)| counted(level) && in_hand(status))
            .fold(BTreeMap::new(), |mut sums, ((level, _), count)| {
                *sums.entry(*level).or_default() += count;
                sums
            });
        let expected = [(Level::Provincial, 29), (Level::City, 78), (Level::County, 416)];
        assert_eq!(granted, BTreeMap::from(expected));
        let all = self.app.permit_counts(&ProjectFilter::default(), &Filter::default()).await.unwrap();
        let sum = |counts: &PermitCounts| counts.permits.values().sum::<i64>();
        assert!(sum(&all) > 3 * sum(&counts), "others have permits too");
        for status in [PermitStatus::InCase, PermitStatus::Refused, PermitStatus::GrantedWithDefects] {
            assert!(all.permits.keys().any(|(_, found)| *found == status), "{status}");
        }
    }

    /// Every project that an article names, in its region and as far as the article says.
    pub(super) async fn articles_are_told(&self) {
        for article in crate::ARTICLES {
            let region = self.region(article.region).await;
            let ids = self.ids(vec![ProjectTerm::Region(vec![region])]).await;
            let heads = self.app.heads(&ids).await.unwrap();
            let found: Vec<Stage> = heads
                .values()
                .filter(|head| head.profile.name == article.name)
                .map(|head| head.stage)
                .collect();
            assert_eq!(found, [article.stage], "{} in {}", article.name, article.region);
        }
    }
}
