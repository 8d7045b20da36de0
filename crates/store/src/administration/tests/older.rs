//! An office that is older than its record: what was entered before is taken as it is, but for what was changed since.

use luodi_domain::administration::Change;
use luodi_domain::registry::Officer;

use super::{deed, findings, region, run};
use crate::administration::{Noted, append};
use crate::db::testing::on_each;
use crate::fixture::{COUNTY, LI, settle, write};
use crate::registry::officers;

#[tokio::test]
async fn the_first_change_of_an_older_entry_is_all_that_is_held_to_it() {
    on_each(async |db| {
        settle(db).await;
        write(db, |tx| {
            Box::pin(async move {
                let before = officers::by_ids(tx, &[LI]).await?.remove(0);
                let after = Officer { name: "李工".to_owned(), ..before.clone() };
                officers::update(tx, &after, before.version).await?;
                let change = Change::between(Some(&before), &after);
                append(tx, &deed(0, "updateOfficer"), &[Noted { change, region: Some(COUNTY) }]).await
            })
        })
        .await
        .unwrap();
        assert_ne!(COUNTY, region(1), "of this world");
        assert_eq!(findings(db).await, Vec::<String>::new());
        let rename = |name: &str| format!("update officer set name = '{name}' where name like '李工%'");
        run(db, &rename("李工某")).await.unwrap();
        assert_eq!(findings(db).await, [format!("administration {LI}: name is not what was recorded last")]);
        run(db, &rename("李工")).await.unwrap();
        assert_eq!(findings(db).await, Vec::<String>::new());
    })
    .await;
}
