//! Regions, agencies, posts, officers, enterprises.

use super::*;

/// Enters something, changes it, and is refused, which leaves it as it is.
struct Story {
    /// `Region` for `createRegion` and `updateRegion`.
    kind: &'static str,
    /// What to look at.
    select: &'static str,
    create: Value,
    created: Value,
    update: Value,
    updated: Value,
    /// Creations refused.
    bad_creations: Vec<(Value, &'static str)>,
    /// Edits refused.
    bad_edits: Vec<(Value, &'static str)>,
}

async fn tell(world: &World, story: Story) {
    let kind = story.kind;
    let field = kind.to_lowercase();
    let select = format!("{field} {{ id version {} }}", story.select);
    let (create, update) = (format!("create{kind}"), format!("update{kind}"));
    let with = |base: &Value, change: &Value| {
        let mut input = base.clone();
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    let twice = with(&story.create, &json!({ "idempotencyKey": "k" }));
    let first = world.done("ADMINISTRATOR", &create, &select, twice.clone()).await;
    assert_eq!(world.done("ADMINISTRATOR", &create, &select, twice).await, first);
    let entry = &first[&field];
    let expected = with(&story.created, &json!({ "id": entry["id"], "version": 1 }));
    assert_eq!(*entry, expected, "{kind}");
    for (change, expected) in story.bad_creations {
        let payload = world.mutate("ADMINISTRATOR", &create, &select, with(&story.create, &change)).await;
        assert_eq!(world::summary(&payload), expected, "{create} {change}");
        assert_eq!(payload[&field], Value::Null, "{create} {change}");
    }
    let named = json!({ format!("{field}Id"): entry["id"] });
    let edit = with(&named, &with(&story.update, &json!({ "expectedVersion": 1 })));
    let payload = world.done("ADMINISTRATOR", &update, &select, edit.clone()).await;
    let after = with(&story.updated, &json!({ "id": entry["id"], "version": 2 }));
    assert_eq!(payload[&field], after, "{kind}");
    let stale = (json!({ "expectedVersion": 1 }), "VERSION_CONFLICT input.expectedVersion");
    for (change, expected) in story.bad_edits.into_iter().chain([stale]) {
        let payload = world.mutate("ADMINISTRATOR", &update, &select, with(&named, &change)).await;
        assert_eq!(world::summary(&payload), expected, "{update} {change}");
        assert_eq!(payload[&field], after, "{update} {change}");
    }
    let nowhere = with(&edit, &json!({ format!("{field}Id"): "x_1" }));
    let payload = world.mutate("ADMINISTRATOR", &update, &select, nowhere).await;
    assert_eq!(world::summary(&payload), format!("NOT_FOUND input.{field}Id"));
    let payload = world.mutate("CLERK", &update, &select, edit).await;
    assert_eq!(world::summary(&payload), "ROLE_NOT_ALLOWED input");
}

#[tokio::test]
async fn regions() {
    let world = World::new().await;
    let story = Story {
        kind: "Region",
        select: "name kind code parent { name }",
        create: json!({ "parentId": world.id("city"), "kind": "COUNTY", "name": "永宁县",
            "codes": [{ "code": "640121", "since": "1960-01-01" }] }),
        created: json!({ "name": "永宁县", "kind": "COUNTY", "code": "640121", "parent": { "name": "city" } }),
        update: json!({ "name": "永宁区", "codes": [] }),
        updated: json!({ "name": "永宁区", "kind": "COUNTY", "code": null, "parent": { "name": "city" } }),
        bad_creations: vec![
            (json!({ "name": "" }), "TEXT_EMPTY input.name"),
            (json!({ "kind": "PROVINCE" }), "REGION_MISPLACED input.kind"),
            (json!({ "parentId": "reg_x" }), "NOT_FOUND input.parentId"),
            (json!({ "codes": [{ "code": "99" }] }), "REGION_CODE_INVALID input.codes.0.code"),
            (json!({ "codes": [{ "code": "640001" }] }), "REGION_CODE_INVALID input.codes.0.code"),
            (json!({ "codes": [{ "code": "640100" }] }), "REGION_CODE_INVALID input.codes.0.code"),
            (
                json!({ "codes": [{ "code": "640122", "since": "2000-01-01", "until": "1999-01-01" }] }),
                "DATE_OUT_OF_ORDER input.codes.0.until",
            ),
        ],
        bad_edits: vec![(json!({ "name": "\u{7f}" }), "TEXT_CONTROL_CHARACTER input.name")],
    };
    tell(&world, story).await;
}

#[tokio::test]
async fn agencies() {
    let world = World::new().await;
    let story = Story {
        kind: "Agency",
        select: "name shortName kind active region { name }",
        create: json!({ "regionId": world.id("city"), "kind": "DEPARTMENT", "name": "住建局", "shortName": "住建" }),
        created: json!({ "name": "住建局", "shortName": "住建", "kind": "DEPARTMENT", "active": true,
            "region": { "name": "city" } }),
        update: json!({ "shortName": null, "active": false }),
        updated: json!({ "name": "住建局", "shortName": null, "kind": "DEPARTMENT", "active": false,
            "region": { "name": "city" } }),
        bad_creations: vec![
            (json!({ "regionId": "reg_00000000000000000000000001" }), "NOT_FOUND input.regionId"),
            (json!({}), "DUPLICATE input.name"),
        ],
        bad_edits: vec![(json!({ "name": "长".repeat(201) }), "TEXT_TOO_LONG input.name")],
    };
    tell(&world, story).await;
}

#[tokio::test]
async fn posts() {
    let world = World::new().await;
    let story = Story {
        kind: "Post",
        select: "title role agency { name }",
        create: json!({ "agencyId": world.id("office"), "title": "科长", "role": "MANAGER" }),
        created: json!({ "title": "科长", "role": "MANAGER", "agency": { "name": "office" } }),
        update: json!({ "title": "副科长", "role": "SPECIALIST" }),
        updated: json!({ "title": "副科长", "role": "SPECIALIST", "agency": { "name": "office" } }),
        bad_creations: vec![
            (json!({ "title": " " }), "TEXT_EMPTY input.title"),
            (json!({ "agencyId": "agy_x" }), "NOT_FOUND input.agencyId"),
        ],
        bad_edits: vec![(json!({ "title": "" }), "TEXT_EMPTY input.title")],
    };
    tell(&world, story).await;
}

#[tokio::test]
async fn officers() {
    let world = World::new().await;
    let input = json!({ "agencyId": world.id("office"), "title": "专员", "role": "SPECIALIST" });
    let payload = world.done("ADMINISTRATOR", "createPost", "post { id }", input).await;
    let story = Story {
        kind: "Officer",
        select: "name phone email active post { title }",
        create: json!({ "postId": payload["post"]["id"], "name": "张某", "phone": "1", "email": "a@b.cn" }),
        created: json!({ "name": "张某", "phone": "1", "email": "a@b.cn", "active": true, "post": { "title": "专员" } }),
        update: json!({ "phone": null, "email": "c@d.cn" }),
        updated: json!({ "name": "张某", "phone": null, "email": "c@d.cn", "active": true,
            "post": { "title": "专员" } }),
        bad_creations: vec![
            (json!({ "postId": "pst_00000000000000000000000001" }), "NOT_FOUND input.postId"),
            (json!({ "email": "nobody" }), "VALUE_INVALID input.email"),
        ],
        bad_edits: vec![(json!({ "postId": "x" }), "NOT_FOUND input.postId")],
    };
    tell(&world, story).await;
    let input = json!({ "officerId": world.id("COLLEAGUE"), "active": false });
    let payload = world.done("ADMINISTRATOR", "updateOfficer", "officer { active }", input).await;
    assert_eq!(payload["officer"]["active"], false);
    let project = world.project("甲").await;
    let input = json!({ "officerId": world.id("SPECIALIST"), "active": false });
    world
        .refused("ADMINISTRATOR", "updateOfficer", input, &project, "OFFICER_HOLDS_STEPS input.active")
        .await;
}

#[tokio::test]
async fn enterprises() {
    let world = World::new().await;
    let story = Story {
        kind: "Enterprise",
        select: "name formerNames creditCode registeredAt",
        create: json!({ "name": "思思食品", "formerNames": ["老思思"], "creditCode": "91350100M000100Y43",
            "registeredAt": "宁夏" }),
        created: json!({ "name": "思思食品", "formerNames": ["老思思"], "creditCode": "91350100M000100Y43",
            "registeredAt": "宁夏" }),
        update: json!({ "name": "新思思", "registeredAt": null }),
        updated: json!({ "name": "新思思", "formerNames": ["思思食品", "老思思"], "creditCode": "91350100M000100Y43",
            "registeredAt": null }),
        bad_creations: vec![
            (json!({}), "DUPLICATE input.creditCode"),
            (json!({ "creditCode": "91350100M000100Y44" }), "CREDIT_CODE_INVALID input.creditCode"),
            (json!({ "creditCode": "123456789012345" }), "CREDIT_CODE_INVALID input.creditCode"),
            (json!({ "creditCode": null, "formerNames": [""] }), "TEXT_EMPTY input.formerNames"),
        ],
        bad_edits: vec![(
            json!({ "creditCode": "9I350100M000100Y43" }),
            "CREDIT_CODE_INVALID input.creditCode",
        )],
    };
    tell(&world, story).await;
}
