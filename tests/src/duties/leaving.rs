//! Duty rules of those who leave, are handed over, or move elsewhere.

use super::*;

on_both_databases!(
    whoever_is_handed_over_takes_no_rule_with_him,
    nobody_named_by_a_rule_leaves_or_moves_away,
    what_is_over_is_in_nobodys_way,
    what_is_begun_while_somebody_leaves_is_his_heirs,
);

async fn whoever_is_handed_over_takes_no_rule_with_him(world: World) {
    let office = &world.office;
    let elsewhere = world.region(office.place.city, RegionKind::County, "永宁县").await;
    let other_office = world.landing_office(elsewhere, "永宁县招商局").await;
    let stranger = world.officer_at(other_office, PostRole::Specialist, "外县专员").await;
    let top = world.office_above().await;
    rule(&world, county(&world), Scope::Everything, office.specialist).await;
    let begins = NewDuty {
        from: Some(day("2025-01-01")),
        ..wanted(&world, county(&world), Scope::Stage(Stage::Lead), office.specialist)
    };
    set(&world, office.manager, begins).await.unwrap();
    let (before, recorded) = (kept(&world).await, rows(&world).await);
    let hand = async |to, deactivate| {
        let by = Call { reason: Some("调任\n另有任用".to_owned()), ..call(top, "handOverOfficer") };
        world.app.hand_over_officer(by, HandOver { from: office.specialist, to, deactivate }).await
    };
    // Not to somebody who cannot have them: then nothing is handed over.
    assert_eq!(
        told(hand(stranger, true).await),
        format!("DUTY_OUTSIDE_REGION .toOfficerId officer={stranger}")
    );
    let clerk = world.officer_at(office.agency, PostRole::Clerk, "经办人").await;
    assert_eq!(
        told(hand(clerk, true).await),
        format!("OFFICER_NOT_OURS .toOfficerId officer={clerk} role=CLERK")
    );
    assert_eq!(
        (kept(&world).await, rows(&world).await),
        (before, recorded + 2),
        "two were entered meanwhile"
    );
    assert!(world.app.officers(&[office.specialist]).await.unwrap()[&office.specialist].active);
    hand(office.colleague, true).await.unwrap();
    let moved = vec![
        (office.specialist, "2024-10-31..2024-10-30".to_owned()),
        (office.specialist, "2025-01-01..2024-12-31".to_owned()),
        (office.colleague, "2024-10-31..".to_owned()),
        (office.colleague, "2025-01-01..".to_owned()),
    ];
    assert_eq!(spans(&world).await, moved);
    let reasons: Vec<Option<String>> =
        kept(&world).await.into_iter().filter_map(|rule| rule.ended).map(|ended| ended.reason).collect();
    assert_eq!(reasons, [Some("调任 另有任用".to_owned()), Some("调任 另有任用".to_owned())]);
    assert!(!world.app.officers(&[office.specialist]).await.unwrap()[&office.specialist].active);
    // What is begun from now on is his heir's.
    let mut registration = world.registration("新项目");
    (registration.visit.responsible, registration.profile.landing_specialist) = (None, None);
    let id = registration.id;
    world.app.register_project(call(office.manager, "registerProject"), registration).await.unwrap();
    assert_eq!(responsible(&world, id).await, office.colleague);
    assert_eq!(findings(&world).await, [""; 0]);
}

async fn nobody_named_by_a_rule_leaves_or_moves_away(world: World) {
    let office = &world.office;
    let newcomer = world.newcomer("投资促进局").await;
    let above = world.landing_office(office.place.province.unwrap(), "自治区招商局").await;
    let top = world.officer_at(above, PostRole::Administrator, "省管理员").await;
    let elsewhere = world.region(office.place.city, RegionKind::County, "永宁县").await;
    let other_office = world.landing_office(elsewhere, "永宁县招商局").await;
    let other_post = world.post(other_office, PostRole::Specialist).await;
    let clerks = world.post(newcomer.agency, PostRole::Clerk).await;
    let begins = NewDuty {
        from: Some(day("2030-01-01")),
        ..wanted(&world, county(&world), Scope::Everything, newcomer.officer)
    };
    set(&world, office.manager, begins).await.unwrap();
    let (before, recorded) = (kept(&world).await, rows(&world).await);
    let by = || call(top, "update");
    let change = async |patch| world.app.update_officer(by(), newcomer.officer, patch).await;
    let to = |post| OfficerPatch { post: Some(post), ..OfficerPatch::default() };
    let leaves = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
    for (outcome, field) in [
        (change(leaves).await, "active"),
        (change(to(clerks)).await, "postId"),
        (change(to(other_post)).await, "postId"),
        (
            world
                .app
                .update_post(
                    by(),
                    newcomer.post,
                    PostPatch { role: Some(PostRole::Clerk), ..PostPatch::default() },
                )
                .await,
            "role",
        ),
        (
            world
                .app
                .update_agency(
                    by(),
                    newcomer.agency,
                    AgencyPatch { active: Some(false), ..AgencyPatch::default() },
                )
                .await,
            "active",
        ),
    ] {
        assert_eq!(told(outcome), format!("OFFICER_HOLDS_STEPS .{field}"));
    }
    assert_eq!((kept(&world).await, rows(&world).await), (before, recorded));
    // Another post there, where the rule fits, is his to take.
    change(to(office.specialists)).await.unwrap();
    assert_eq!(findings(&world).await, [""; 0]);
}

async fn what_is_over_is_in_nobodys_way(world: World) {
    let office = &world.office;
    let id = rule(&world, county(&world), Scope::Everything, office.colleague).await;
    end(&world, office.manager, id, None).await.unwrap();
    let leaves = || OfficerPatch { active: Some(false), ..OfficerPatch::default() };
    let tomorrow = world.tomorrow().await;
    let leave = async |app: &App| {
        app.update_officer(call(office.administrator, "updateOfficer"), office.colleague, leaves()).await
    };
    assert_eq!(told(leave(&world.app).await), "OFFICER_HOLDS_STEPS .active", "today he is still the one");
    leave(&tomorrow).await.unwrap();
    assert_eq!(findings(&world).await, [""; 0]);
}

/// A rule is read before its officer is held: who leaves in between is no reason to refuse, for his heir has the rule.
async fn what_is_begun_while_somebody_leaves_is_his_heirs(world: World) {
    let office = world.office;
    let mut random = Random::new(*seed());
    let apps = [world.another_process(2).await, world.another_process(3).await];
    for round in 0..size("DUTY_LEAVER_RACES", 12, 100) {
        let (leaver, heir) = (world.new_officer("孙丽").await, world.new_officer("周敏").await);
        let park = world.region(office.place.county, RegionKind::Park, &format!("{round}号园")).await;
        rule(&world, park, Scope::Everything, leaver).await;
        let mut registration = world.registration(&format!("{round}号项目"));
        (registration.visit.responsible, registration.profile.landing_specialist) = (None, None);
        registration.profile.place.park = Some(park);
        let id = registration.id;
        let [one, other] = apps.clone();
        let racers: Vec<BoxFuture<'static, Result<Outcome, AppError>>> = vec![
            async move { one.register_project(call(office.manager, "registerProject"), registration).await }
                .boxed(),
            async move {
                let hand_over = HandOver { from: leaver, to: heir, deactivate: true };
                other.hand_over_officer(call(office.manager, "handOverOfficer"), hand_over).await
            }
            .boxed(),
        ];
        for outcome in at_once(&mut random, racers).await {
            assert_eq!(told(outcome), "ok", "{round}");
        }
        assert_eq!(responsible(&world, id).await, heir, "{round}");
    }
    assert_eq!(findings(&world).await, [""; 0]);
}
