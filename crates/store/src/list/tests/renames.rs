//! Who is renamed is found by the new name, and by the old one no longer.

use luodi_domain::registry::{Agency, Enterprise};
use uuid::Uuid;

use crate::db::Db;
use crate::db::testing::on_each;
use crate::fixture::{LI, OFFICE, SISI, agencies, enterprises, officers, settle, write};
use crate::list::page::{Listing, rows};
use crate::list::registry::{Agencies, AgencyTerm, EnterpriseTerm, Enterprises, OfficerTerm, Officers};
use crate::list::{Filter, Paging};
use crate::registry;
use crate::search::words;

/// What a list shows of the rows that hold this text.
async fn held_by<L: Listing>(db: &Db, holding: fn(Vec<String>) -> L::Term, text: &str) -> Vec<Uuid> {
    let filter = Filter::Term(holding(words(text)));
    let paging = Paging::new(&[], None, 10).unwrap();
    let rows = rows::<L>(&mut db.read().await.unwrap(), &filter, &paging).await.unwrap();
    rows.iter().map(|(row, _)| L::id(row)).collect()
}

/// The small world after one of each kind was renamed.
async fn renamed(db: &Db) {
    settle(db).await;
    let job = write(db, |tx| {
        Box::pin(async {
            let (name, short_name) = ("庆阳市投促局".to_owned(), Some("庆投".to_owned()));
            let agency = Agency { name, short_name, ..agencies().remove(0) };
            registry::agencies::update(tx, &agency, 1).await?;
            let mut officer = officers().remove(1);
            officer.name = "周航".to_owned();
            registry::officers::update(tx, &officer, 1).await?;
            let (name, former_names) = ("庆阳绿能".to_owned(), ["宁夏思思食品".to_owned()].into());
            let enterprise = Enterprise { name, former_names, ..enterprises().remove(0) };
            registry::enterprises::update(tx, &enterprise, 1).await
        })
    });
    job.await.unwrap();
}

#[tokio::test]
async fn a_renamed_entry_is_found_by_its_new_names_only() {
    on_each(async |db| {
        renamed(db).await;
        for (text, found) in
            [("投促局", true), ("tcj", true), ("庆投", true), ("招商", false), ("贺兰", false)]
        {
            let expected = if found { vec![OFFICE.uuid()] } else { vec![] };
            assert_eq!(held_by::<Agencies>(db, AgencyTerm::Text, text).await, expected, "{text}");
        }
        let nobody = Vec::<Uuid>::new();
        for (text, expected) in [
            ("周航", vec![LI.uuid()]),
            ("zhouhang", vec![LI.uuid()]),
            ("李明", nobody.clone()),
            ("lm", nobody),
        ] {
            assert_eq!(held_by::<Officers>(db, OfficerTerm::Text, text).await, expected, "{text}");
        }
        // A former name is a name still, until it is taken off.
        for (text, found) in [("绿能", true), ("lvneng", true), ("思思食品", true), ("思思粮油", false)]
        {
            let expected = if found { vec![SISI.uuid()] } else { vec![] };
            assert_eq!(held_by::<Enterprises>(db, EnterpriseTerm::Text, text).await, expected, "{text}");
        }
    })
    .await;
}
