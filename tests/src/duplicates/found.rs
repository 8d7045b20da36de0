//! What makes two projects look the same, and what does not.

use luodi_domain::command::Command;
use luodi_domain::duplicate::Grounds;
use luodi_domain::profile::Change;
use luodi_domain::stage::Track;

use super::{Cast, with_code};
use crate::world::{World, on_both_databases};

on_both_databases!(each_ground_is_found_and_nothing_else, what_a_project_becomes_is_looked_at_too);

const NAME: Grounds = Grounds { code: false, investor: false, name: true };
const INVESTOR: Grounds = Grounds { code: false, investor: true, name: false };
const CODE: Grounds = Grounds { code: true, investor: false, name: false };

async fn each_ground_is_found_and_nothing_else(world: World) {
    let cast = Cast::in_world(world).await;
    let check = async |mine: &str, theirs: &str, expected: Option<Grounds>| {
        let first = cast.brings(cast.one, mine).await;
        let second = cast.brings(cast.other, theirs).await;
        let found = cast.pairs(cast.city.manager, second).await;
        let told: Vec<_> = found.iter().map(|pair| (pair.first, pair.second, pair.grounds)).collect();
        let expected: Vec<_> = expected.map(|grounds| (first, second, grounds)).into_iter().collect();
        assert_eq!(told, expected, "{mine} / {theirs}");
    };
    check("贺兰县乳品深加工项目", "永宁县乳品深加工建设项目", Some(NAME)).await;
    check("葡萄酒酒庄一期", "葡萄酒酒庄二期", None).await;
    check("风电装备制造基地", "枸杞冻干车间", None).await;
    // An agency knows what is its own.
    let own = cast.brings(cast.one, "风电装备制造基地").await;
    assert_eq!(cast.pairs(cast.city.manager, own).await, []);

    // In other words, with the same investor.
    let enterprise = cast.enters(cast.one).await;
    assert_eq!([cast.enters(cast.other).await, cast.enters(cast.away).await], [enterprise; 2]);
    let first = cast.brings(cast.one, "光伏组件厂").await;
    cast.invests(cast.one, first, enterprise).await;
    let second = cast.brings(cast.other, "新能源科技园").await;
    assert_eq!(cast.pairs(cast.city.manager, second).await, []);
    cast.invests(cast.other, second, enterprise).await;
    assert_eq!(cast.pairs(cast.city.manager, second).await[0].grounds, INVESTOR);
    // What is of another kind, or goes to another city, is another project of theirs.
    let mut leased = cast.registration(cast.other, "仓储物流");
    leased.profile.track = Track::Leased;
    let leased = cast.registered(cast.other, leased).await.unwrap();
    cast.invests(cast.other, leased, enterprise).await;
    assert_eq!(cast.pairs(cast.city.manager, leased).await, []);
    let away = cast.brings(cast.away, "光伏组件厂").await;
    cast.invests(cast.away, away, enterprise).await;
    assert_eq!(cast.pairs(cast.city.manager, away).await, []);

    // A code is given once in the country.
    let coded = |desk, name| with_code(cast.registration(desk, name), 0);
    let first = cast.registered(cast.one, coded(cast.one, "储能电站")).await.unwrap();
    let second = cast.registered(cast.away, coded(cast.away, "羊绒针织")).await.unwrap();
    let above = cast.world.office_above().await;
    let found = cast.pairs(above, second).await;
    assert_eq!(found.iter().map(|pair| (pair.first, pair.grounds)).collect::<Vec<_>>(), [(first, CODE)]);
    cast.world.assert_all_whole().await;
}

async fn what_a_project_becomes_is_looked_at_too(world: World) {
    let cast = Cast::in_world(world).await;
    let first = cast.brings(cast.one, "牛肉精深加工").await;
    let second = cast.brings(cast.other, "陶瓷新材料").await;
    let rename = |name: &str| Command::Update(vec![Change::Name(name.to_owned())]);
    assert_eq!(cast.pairs(cast.city.manager, second).await, []);
    cast.does(cast.other, second, rename("永宁县牛肉精深加工项目")).await.unwrap();
    let found = cast.pairs(cast.city.manager, second).await;
    assert_eq!((found[0].first, found[0].grounds), (first, NAME));
    // It stays found: that they were called the same is a reason to look.
    cast.does(cast.other, second, rename("陶瓷新材料")).await.unwrap();
    assert_eq!(cast.pairs(cast.city.manager, second).await, found);

    // What was given up is nobody's any more; what goes on is.
    let third = cast.brings(cast.one, "锂电池回收").await;
    cast.does(cast.one, third, Command::Withdraw).await.unwrap();
    let fourth = cast.brings(cast.other, "锂电池回收").await;
    assert_eq!(cast.pairs(cast.city.manager, fourth).await, []);
    cast.does(cast.one, third, Command::Reopen { substitute: None }).await.unwrap();
    assert_eq!(cast.pairs(cast.city.manager, fourth).await[0].first, third);
}
