//! Every question that can be asked, and everything that an answer can hold.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::level::{Class, Level, ROLES, SPOTS, canary, knows_gaps, knows_pair, level, may_call, shows};
use super::places::{OFFERED, Places, phone};
use super::schema::{Schema, Selection};
use crate::service::client::Client;
use crate::service::files::PNG;

/// How each root field is asked. A new one fails the test until it is here.
const ROOTS: [(&str, &str); 24] = [
    ("administration", "(first: 50)"),
    ("agencies", "(first: 50)"),
    ("attributeTypes", ""),
    ("deadline", r#"(from: "2026-02-13", days: 20, unit: WORKING)"#),
    ("duplicateSuspicions", "(first: 50)"),
    ("dutyRules", "(first: 50)"),
    ("enterprises", "(first: 50)"),
    ("fileable", "(first: 50)"),
    ("history", "(first: 100)"),
    ("officers", "(first: 50)"),
    ("permitCatalogue", "(first: 50)"),
    ("permitSummary", ""),
    ("permitType", r#"(code: "construction_permit")"#),
    // With the city's id.
    ("permitTypeOverrides", "(regionId: $city, first: 50)"),
    ("permits", "(first: 50)"),
    ("pipeline", "(by: CITY)"),
    ("projects", "(first: 50)"),
    ("replanning", ""),
    ("regions", "(first: 50)"),
    ("viewer", ""),
    ("workCalendar", ""),
    ("projectTemplates", ""),
    ("planQuestions", ""),
    ("changeCursor", ""),
];

/// Those that are asked by the id of something.
const BY_ID: [&str; 4] = ["node", "nodes", "project", "dutyOfficer"];

/// How deep a document goes where its cost allows.
const DEPTH: usize = 3;

/// Asks everything as everybody; how many questions it was.
pub(super) fn run(places: &Places<'_>) -> usize {
    let schema = Schema::told_to(places.caller("MANAGER"));
    let known: BTreeSet<&str> = ROOTS.iter().map(|(root, _)| *root).chain(BY_ID).collect();
    assert_eq!(schema.fields("Query"), known, "a root field without a row here");
    let mut asking = Asking { schema, covered: BTreeSet::new(), questions: 0, wrong: Vec::new() };
    for role in ROLES {
        asking.everything(places, role);
        asking.one_by_one(places, role);
        asking.totals(places, role);
        asking.files(places, role);
    }
    asking.covered.extend(known.iter().map(|root| ("Query".to_owned(), (*root).to_owned())));
    // What is told of a change is asked of sockets.
    let told = |(kind, _): &(String, String)| kind != "Subscription" && kind != "ProjectChange";
    let left: Vec<_> =
        asking.schema.all().difference(&asking.covered).filter(|one| told(one)).cloned().collect();
    assert!(
        asking.wrong.is_empty(),
        "{} of {}:\n{}",
        asking.wrong.len(),
        asking.questions,
        asking.wrong.join("\n")
    );
    assert!(left.is_empty(), "nobody asked for {left:?}");
    asking.questions
}

struct Asking {
    schema: Schema,
    covered: BTreeSet<(String, String)>,
    questions: usize,
    wrong: Vec<String>,
}

impl Asking {
    /// Every root field, each with all that hangs on it.
    fn everything(&mut self, places: &Places<'_>, role: &str) {
        let mut told = String::new();
        for (root, arguments) in ROOTS {
            let arguments = &arguments.replace("$city", &format!("{:?}", places.id("city")));
            let of = self.schema.of("Query", root).to_owned();
            if of == "String" {
                self.ask(places, role, &format!("{{ {root} }}"), &Value::Null);
                continue;
            }
            for field in 0..self.schema.selections(&of, 1).len() {
                told.push_str(&self.deepest(places, role, root, arguments, &of, field));
            }
        }
        // Nobody is kept from what is his: an empty answer to everything would give nothing away either.
        for spot in SPOTS {
            for class in Class::ALL.into_iter().filter(|class| *class != Class::Own || spot == "decided") {
                let (shown, text) = (shows(role, spot, class), canary(spot, class));
                if shown && !told.contains(&text) {
                    self.wrong.push(format!("{role} never sees {class:?} of {spot}"));
                }
            }
        }
    }

    /// The answer to the deepest selection of one field that is not too costly for a page; the deepest is asked of one row.
    fn deepest(
        &mut self,
        places: &Places<'_>,
        role: &str,
        root: &str,
        arguments: &str,
        of: &str,
        field: usize,
    ) -> String {
        for depth in (0..=DEPTH).rev() {
            let (selection, asked) = self.schema.selections(of, depth).swap_remove(field);
            let document = format!("{{ {root}{arguments} {{ {selection} }} }}");
            let (code, text) = self.ask(places, role, &document, &Value::Null);
            match code.as_deref() {
                None => {
                    self.covered.extend(asked);
                    if depth < DEPTH {
                        self.of_one_row(places, role, root, arguments, of, field);
                    }
                    return text;
                }
                Some("COMPLEXITY_LIMIT") => {}
                Some(code) => {
                    self.wrong.push(format!("{role}: {code} to {document}: {text}"));
                    break;
                }
            }
        }
        self.wrong.push(format!("{role}: no answer about field {field} of {of} in {root}"));
        String::new()
    }

    fn of_one_row(
        &mut self,
        places: &Places<'_>,
        role: &str,
        root: &str,
        arguments: &str,
        of: &str,
        field: usize,
    ) {
        let (selection, asked) = self.schema.selections(of, DEPTH).swap_remove(field);
        let one = arguments.replace("first: 50", "first: 1").replace("first: 100", "first: 1");
        let document = |selection: &str| format!("{{ {root}{one} {{ {selection} }} }}");
        let (code, text) = self.ask(places, role, &document(&selection), &Value::Null);
        // What costs too much at once is asked for in parts.
        match code.as_deref() {
            None => self.covered.extend(asked),
            Some("COMPLEXITY_LIMIT") if field > 0 => {
                let inner = |schema: &Schema, depth| schema.selections_of_field(of, depth, field);
                self.in_parts(places, role, DEPTH, &Value::Null, inner, document);
            }
            Some(code) => self.wrong.push(format!("{role}: {code} to {selection}: {text}")),
        }
    }

    /// All of these selections: what costs too much at once in halves, and one that does by itself less deep. The answers.
    fn in_parts(
        &mut self,
        places: &Places<'_>,
        role: &str,
        deepest: usize,
        variables: &Value,
        selections: impl Fn(&Schema, usize) -> Vec<Selection>,
        document: impl Fn(&str) -> String,
    ) -> Vec<(Option<String>, String)> {
        let mut answers = Vec::new();
        let mut left = vec![(0..selections(&self.schema, deepest).len(), deepest)];
        while let Some((range, depth)) = left.pop() {
            let part = &selections(&self.schema, depth)[range.clone()];
            let texts: Vec<&str> = part.iter().map(|(text, _)| text.as_str()).collect();
            let selection = texts.join(" ");
            let (code, text) = self.ask(places, role, &document(&selection), variables);
            match code.as_deref() {
                None => self.covered.extend(part.iter().flat_map(|(_, asked)| asked.clone())),
                Some("COMPLEXITY_LIMIT") if range.len() > 1 => {
                    let half = range.start + range.len() / 2;
                    left.extend([(half..range.end, depth), (range.start..half, depth)]);
                    continue;
                }
                Some("COMPLEXITY_LIMIT") if depth > 1 => {
                    left.push((range, depth - 1));
                    continue;
                }
                Some(code) => self.wrong.push(format!("{role}: {code} to {selection}: {text}")),
            }
            answers.push((code, text));
        }
        answers
    }

    /// Each object by its id, which is told of to nobody who does not see it.
    fn one_by_one(&mut self, places: &Places<'_>, role: &str) {
        let mut kinds = BTreeSet::new();
        for (spot, objects) in &places.objects {
            for (name, id) in objects.iter().filter(|(name, _)| **name != "event") {
                let kind = kind_of(id);
                // Whom a case was handed on to stands deepest.
                let depth = if kind == "Case" { DEPTH } else { DEPTH - 1 };
                let selections = |schema: &Schema, depth| schema.selections(kind, depth);
                let document = |selection: &str| {
                    format!("query($id: ID!) {{ node(id: $id) {{ id ... on {kind} {{ {selection} }} }} }}")
                };
                let answers = self.in_parts(places, role, depth, &json!({ "id": id }), selections, document);
                for (code, text) in answers {
                    let there = !text.contains(r#""node":null"#);
                    let seen = sees(role, spot, name);
                    if code.is_some() || there != seen {
                        let told = format!("{role}: {name} of {spot} by id, seen {seen}: {code:?} {text}");
                        self.wrong.push(told);
                    }
                }
                kinds.insert(kind);
            }
        }
        assert_eq!(kinds, self.schema.nodes(), "a kind of object that no place has");
        let ids: Vec<&String> =
            places.objects.values().flat_map(BTreeMap::values).filter(|id| !id.starts_with("cev_")).collect();
        for some in ids.chunks(100) {
            self.ask(
                places,
                role,
                "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }",
                &json!({ "ids": some }),
            );
        }
        for spot in SPOTS {
            let by = json!({ "by": { "id": places.object(spot, "project") } });
            let document = "query($by: ProjectBy!) { project(by: $by) { id name permitGaps { permit { id } }
                terms { subsidies { amount { amount } } } } }";
            let (code, text) = self.ask(places, role, document, &by);
            // Deeper than a list of projects is asked for all that hangs on it.
            self.covered.insert(("Subsidy".to_owned(), "amount".to_owned()));
            let missing = !text.contains(r#""permitGaps":[]"#) && text.contains("permitGaps");
            if missing != knows_gaps(role, spot) {
                self.wrong.push(format!("{role}: the gaps of {spot}, told {missing}: {text}"));
            }
            let offered = text.contains(OFFERED);
            if offered != shows(role, spot, Class::Terms) {
                self.wrong.push(format!("{role}: the terms of {spot}, told {offered}: {text}"));
            }
            self.plan(places, role, spot, &by);
            self.duty(places, role, spot);
            self.waits(places, role, spot, &by);
            self.shared(places, role, spot, &by);
            let seen = level(role, spot) != Level::Nothing;
            if code.is_some() || text.contains(r#""project":null"#) == seen {
                self.wrong.push(format!("{role}: project {spot}, seen {seen}: {text}"));
            }
        }
    }

    /// Who would be responsible for what is begun in a project: told to those who read all of it.
    fn duty(&mut self, places: &Places<'_>, role: &str, spot: &str) {
        let document = "query($id: ID!, $permit: ID!) {
            stage: dutyOfficer(projectId: $id, task: { stage: SIGNED }) { officer { id name } byDuty { id officer { name } } }
            permit: dutyOfficer(projectId: $id, task: { permitId: $permit }) { officer { name } }
            entry: dutyOfficer(projectId: $id, task: { typeCode: \"energy_review\" }) { officer { name } } }";
        let objects =
            json!({ "id": places.object(spot, "project"), "permit": places.object(spot, "permit") });
        let (code, text) = self.ask(places, role, document, &objects);
        let whole = level(role, spot) == Level::All;
        for what in ["stage", "permit", "entry"] {
            if code.is_some() || text.contains(&format!(r#""{what}":null"#)) == whole {
                self.wrong.push(format!("{role}: on duty for a {what} of {spot}, told {whole}: {text}"));
            }
        }
        for field in ["officer", "byDuty"] {
            self.covered.insert(("DutyOfficer".to_owned(), field.to_owned()));
        }
    }

    /// The plan of a project, which is told to those who read all of it.
    fn plan(&mut self, places: &Places<'_>, role: &str, spot: &str, by: &Value) {
        let document = "query($by: ProjectBy!) { project(by: $by) { plan { missing { owner { id name } }
            baseline { expectedStart { on } expectedProduction { on } }
            items { type { code } permits { id } legalLimit { days } promisedLimit { days } earliestGrant { on } latestGrant { on }
                prerequisites { hard anyOf { name } } waitsOn { hard anyOf { name } }
                customarilyFirst { hard anyOf { name } } } } } }";
        let (code, text) = self.ask(places, role, document, by);
        let told = text.contains(r#""plan":{"#);
        if code.is_some() || told != (level(role, spot) == Level::All) {
            self.wrong.push(format!("{role}: the plan of {spot}, told {told}: {code:?} {text}"));
        }
        let of_item = [
            "type",
            "permits",
            "legalLimit",
            "promisedLimit",
            "earliestGrant",
            "latestGrant",
            "prerequisites",
            "waitsOn",
            "customarilyFirst",
        ];
        let of = |kind: &str, field: &str| (kind.to_owned(), field.to_owned());
        self.covered.extend(of_item.map(|field| of("PlanItem", field)));
        self.covered.extend(["hard", "anyOf"].map(|field| of("PlanPrerequisite", field)));
        self.covered.extend(["expectedStart", "expectedProduction"].map(|field| of("PlanBaseline", field)));
        self.covered.insert(of("MissingAttribute", "owner"));
        self.whole(places, role, spot, by, "plan", "PlanPart", |part| {
            format!("plan {{ items {{ parts {{ {part} }} }} }}")
        });
        self.covered.insert(of("PlanItem", "parts"));
        self.whole(places, role, spot, by, "whatIf", "WhatIf", |what| {
            format!("whatIf(input: {{}}) {{ {what} }}")
        });
        self.covered.insert(of("Project", "whatIf"));
    }

    /// What permits wait for, and what decides the start, which are told to those who read all of a project; and materials
    /// with what they are attached to.
    fn waits(&mut self, places: &Places<'_>, role: &str, spot: &str, by: &Value) {
        let document = "query($by: ProjectBy!) { project(by: $by) {
            criticalPath { node { name } permits { id } from by { on } }
            permits { canFileToday waitsOn { hard anyOf { name typeCode point undecided since expected { on }
                permits { id } material { id name } } } }
            materials(first: 30) { edges { node { name } } }
            plan { items { waitsOnMaterials { name } } } } }";
        let (code, text) = self.ask(places, role, document, by);
        let told = text.contains(r#""criticalPath":["#);
        let permits_told =
            text.contains(r#""canFileToday":true"#) || text.contains(r#""canFileToday":false"#);
        let whole = level(role, spot) == Level::All;
        if code.is_some() || told != whole || permits_told != whole {
            self.wrong.push(format!("{role}: what permits of {spot} wait for, told {told}: {code:?} {text}"));
        }
        let of = |kind: &str, field: &str| (kind.to_owned(), field.to_owned());
        let awaited = ["name", "typeCode", "point", "undecided", "since", "expected", "permits", "material"];
        self.covered.extend(awaited.map(|field| of("PermitAwaited", field)));
        self.covered.extend(["hard", "anyOf"].map(|field| of("PermitWait", field)));
        self.covered.extend(["node", "permits", "from", "by"].map(|field| of("CriticalTask", field)));
        self.covered.insert(of("PlanItem", "waitsOnMaterials"));
        self.covered.insert(of("MaterialEdge", "node"));
    }

    /// Permits that stand for others, and those that follow: of another project's nobody is told who does not see it,
    /// neither by the permit nor by the history.
    fn shared(&mut self, places: &Places<'_>, role: &str, spot: &str, by: &Value) {
        let other = match spot {
            "own" => "secret",
            "secret" => "own",
            _ => return,
        };
        let document = "query($by: ProjectBy!) { project(by: $by) {
            permits { id covered coverWithdrawn coversOthers coveredBy { id project { id } } covers { id project { id } } awaitsOpinion }
            history(first: 100) { nodes { eventType summary reason canonical details { key value } authority { on } } } } }";
        let (code, text) = self.ask(places, role, document, by);
        let ids = ["lead permit", "led permit", "project"].map(|name| places.object(other, name));
        let told = ids.iter().filter(|id| text.contains(**id)).count();
        let both = level(role, spot) != Level::Nothing && level(role, other) != Level::Nothing;
        let expected = if both { ids.len() } else { 0 };
        if code.is_some() || told != expected {
            self.wrong.push(format!(
                "{role}: {told} ids of {other} told by {spot}, not {expected}: {code:?} {text}"
            ));
        }
        let history = level(role, spot) == Level::All;
        if text.contains("COVER_FOLLOWED") != history || text.contains("COVER_SET") != history {
            self.wrong.push(format!("{role}: that permits of {spot} are shared, told {history}: {text}"));
        }
    }

    /// All of something of a project that is told to those who read all of it.
    #[expect(clippy::too_many_arguments, reason = "whom, of what, and how")]
    fn whole(
        &mut self,
        places: &Places<'_>,
        role: &str,
        spot: &str,
        by: &Value,
        field: &str,
        kind: &str,
        within: impl Fn(&str) -> String,
    ) {
        let mut asked = BTreeSet::new();
        let selection =
            within(&self.schema.select(kind, if kind == "WhatIf" { DEPTH } else { 1 }, &mut asked));
        let document = format!("query($by: ProjectBy!) {{ project(by: $by) {{ {selection} }} }}");
        let (code, text) = self.ask(places, role, &document, by);
        let told = text.contains(&format!(r#""{field}":{{"#));
        if code.is_some() || told != (level(role, spot) == Level::All) {
            self.wrong.push(format!("{role}: {field} of {spot}, told {told}: {code:?} {text}"));
        }
        self.covered.extend(asked);
    }

    /// Each file, which is handed to those who see what it is attached to; to others it is as one that never was.
    fn files(&mut self, places: &Places<'_>, role: &str) {
        let client = places.caller(role);
        let never = client.get("/files/fil_00000000000000000000000001");
        assert_eq!(never.status, 404, "{}", never.text);
        for (spot, files) in &places.files {
            for (name, url) in files {
                self.questions += 1;
                let (answer, seen) = (client.get(url), sees(role, spot, name));
                let right = if seen {
                    answer.status == 200 && answer.bytes.starts_with(PNG)
                } else {
                    (answer.status, &answer.bytes) == (404, &never.bytes)
                };
                if !right || !leaks(role, &answer.text).is_empty() {
                    self.wrong.push(format!("{role}: {name} of {spot}, seen {seen}: {}", answer.status));
                }
            }
        }
    }

    /// Counts and sums count what is listed.
    fn totals(&mut self, places: &Places<'_>, role: &str) {
        let client = places.caller(role);
        let told = client.query(
            "{ projects(first: 100) { totalCount nodes { id } } permits(first: 100) { totalCount nodes { project { id } } }
               enterprises(first: 100) { totalCount nodes { id } } duplicateSuspicions(first: 1) { totalCount } history(first: 1) { totalCount }
               fileable(first: 100) { totalCount nodes { project { id } } }
               ready: projects(first: 100, filter: { plan: { fileable: true } }) { nodes { id } }
               waiting: projects(first: 100, filter: { plan: { fileable: false } }) { nodes { id } }
               replanning { total }
               pipeline(by: CITY) { projects stages { projects } } permitSummary { projects levels { total } } }",
            &Value::Null,
        );
        let number = |value: &Value| value.as_i64().unwrap();
        let sum = |values: &Value, of: &str| -> i64 {
            values.as_array().unwrap().iter().map(|one| number(&one[of])).sum()
        };
        let ours: BTreeSet<&str> = SPOTS.iter().map(|spot| places.object(spot, "project")).collect();
        let seen: BTreeSet<&str> = SPOTS
            .iter()
            .filter(|spot| level(role, spot) != Level::Nothing)
            .map(|spot| places.object(spot, "project"))
            .collect();
        let listed: BTreeSet<&str> = told["projects"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        let read: BTreeSet<&str> = SPOTS
            .iter()
            .filter(|spot| level(role, spot) == Level::All)
            .map(|spot| places.object(spot, "project"))
            .collect();
        let among_ours = |nodes: &[&Value], of: fn(&Value) -> &Value| -> BTreeSet<String> {
            let nodes = nodes.iter().flat_map(|nodes| nodes.as_array().unwrap());
            let ids = nodes.map(|node| of(node).as_str().unwrap().to_owned());
            ids.filter(|id| ours.contains(id.as_str())).collect()
        };
        let by_plan = among_ours(&[&told["ready"]["nodes"], &told["waiting"]["nodes"]], |node| &node["id"]);
        let of_fileable = among_ours(&[&told["fileable"]["nodes"]], |node| &node["project"]["id"]);
        let mut all_history = 0;
        for project in &listed {
            let document =
                "query($id: ID!) { project(by: { id: $id }) { history(first: 1) { totalCount } } }";
            all_history += number(
                &client.query(document, &json!({ "id": project }))["project"]["history"]["totalCount"],
            );
        }
        let projects = i64::try_from(listed.len()).unwrap();
        let rows = [
            ("projects", listed.intersection(&ours).copied().collect::<BTreeSet<_>>() == seen),
            ("projects counted", number(&told["projects"]["totalCount"]) == projects),
            ("pipeline", number(&told["pipeline"]["projects"]) == projects),
            ("pipeline by stage", sum(&told["pipeline"]["stages"], "projects") == projects),
            ("projects of permits", number(&told["permitSummary"]["projects"]) == projects),
            (
                "permits counted",
                number(&told["permits"]["totalCount"])
                    == i64::try_from(told["permits"]["nodes"].as_array().unwrap().len()).unwrap(),
            ),
            (
                "permits summed",
                // Two stand for two others, which are counted with them.
                sum(&told["permitSummary"]["levels"], "total") + if role == "LEADER" { 2 } else { 0 }
                    == number(&told["permits"]["totalCount"]),
            ),
            (
                "enterprises counted",
                number(&told["enterprises"]["totalCount"])
                    == i64::try_from(told["enterprises"]["nodes"].as_array().unwrap().len()).unwrap(),
            ),
            ("plans", by_plan.iter().map(String::as_str).collect::<BTreeSet<_>>() == read),
            (
                "what can be filed",
                of_fileable == among_ours(&[&told["ready"]["nodes"]], |node| &node["id"])
                    && number(&told["fileable"]["totalCount"])
                        == i64::try_from(told["fileable"]["nodes"].as_array().unwrap().len()).unwrap(),
            ),
            ("planning anew", told["replanning"].is_null() || role == "ADMINISTRATOR"),
            ("pairs", (told["duplicateSuspicions"]["totalCount"] == 1) == knows_pair(role)),
            ("history counted", number(&told["history"]["totalCount"]) == all_history),
        ];
        self.questions += 1;
        self.wrong.extend(
            rows.iter().filter(|(_, right)| !right).map(|(what, _)| format!("{role}: {what}: {told}")),
        );
    }

    /// Asks, and looks for what must not be told; the code of the refusal, and the text of the answer.
    fn ask(
        &mut self,
        places: &Places<'_>,
        role: &str,
        document: &str,
        variables: &Value,
    ) -> (Option<String>, String) {
        self.questions += 1;
        let client: &Client = places.caller(role);
        let answer = client.post(document, variables).unwrap();
        for told in leaks(role, &answer.text) {
            self.wrong.push(format!("{role} is told {told} by {document} {variables}"));
        }
        (answer.body["errors"][0]["extensions"]["code"].as_str().map(str::to_owned), answer.text)
    }
}

/// What an answer gives away that somebody of this role must not know.
pub(super) fn leaks(role: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for spot in SPOTS {
        let hidden = Class::ALL.into_iter().filter(|class| !shows(role, spot, *class));
        found.extend(
            hidden
                .filter(|class| text.contains(&canary(spot, *class)))
                .map(|class| format!("{class:?} of {spot}")),
        );
        if !may_call(role, spot) && text.contains(&phone(spot)) {
            found.push(format!("the telephone number of {spot}"));
        }
    }
    found
}

fn kind_of(id: &str) -> &'static str {
    match id.split('_').next().unwrap() {
        "prj" => "Project",
        "stp" => "Step",
        "pmt" => "Permit",
        "cas" => "Case",
        "pty" => "Party",
        "agr" => "Agreement",
        "mls" => "Milestone",
        "att" => "Attachment",
        "mat" => "Material",
        "reg" => "Region",
        "agy" => "Agency",
        "pst" => "Post",
        "off" => "Officer",
        "ent" => "Enterprise",
        other => panic!("{other:?}"),
    }
}

/// Whether somebody of this role sees an object of the project at a spot.
pub(super) fn sees(role: &str, spot: &str, object: &str) -> bool {
    match object {
        "agency" | "officer" | "post" | "region" => true,
        "project" | "step" | "party" | "milestone" | "enterprise" => level(role, spot) != Level::Nothing,
        "own permit" | "own permit attachment" | "own material" | "own material attachment" => {
            shows(role, spot, Class::Own)
        }
        "permit"
        | "lead permit"
        | "led permit"
        | "case"
        | "permit attachment"
        | "material"
        | "material attachment" => shows(role, spot, Class::Permit),
        "agreement" | "attachment" | "milestone attachment" => shows(role, spot, Class::Whole),
        "agreement attachment" => shows(role, spot, Class::Terms),
        other => panic!("{other} is not in the table"),
    }
}
