//! The schema as the service tells it, and documents that ask for all of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::service::client::Client;

const INTROSPECTION: &str = "{ __schema { types { kind name possibleTypes { name }
    fields { name args { name defaultValue type { kind } }
        type { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";

/// A field, without its arguments.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    /// The type of its value, or of each value of its list.
    of: String,
    pages: bool,
    /// It cannot be asked for without an argument.
    needs: bool,
}

/// What to select, and the fields that asks for, each with its type.
pub(super) type Selection = (String, BTreeSet<(String, String)>);

/// Types and their fields.
pub(super) struct Schema {
    types: BTreeMap<String, Vec<Field>>,
    possible: BTreeMap<String, Vec<String>>,
}

impl Schema {
    pub(super) fn told_to(client: &Client) -> Self {
        let told = client.query(INTROSPECTION, &Value::Null);
        let (mut types, mut possible) = (BTreeMap::new(), BTreeMap::new());
        for kind in told["__schema"]["types"].as_array().unwrap() {
            let name = kind["name"].as_str().unwrap().to_owned();
            if let Some(others) = kind["possibleTypes"].as_array() {
                let names = others.iter().map(|other| other["name"].as_str().unwrap().to_owned()).collect();
                possible.insert(name, names);
            } else if kind["kind"] == "OBJECT" && !name.starts_with("__") {
                types.insert(name, kind["fields"].as_array().unwrap().iter().map(field).collect());
            }
        }
        Self { types, possible }
    }

    /// The names of a type's fields.
    pub(super) fn fields(&self, of: &str) -> BTreeSet<&str> {
        self.types[of].iter().map(|field| field.name.as_str()).collect()
    }

    /// The types that can be asked for by an id.
    pub(super) fn nodes(&self) -> BTreeSet<&str> {
        self.possible["Node"].iter().map(String::as_str).collect()
    }

    /// Every field of every type that an answer can hold. What changes with a plan is told by a payload only.
    pub(super) fn all(&self) -> BTreeSet<(String, String)> {
        let of_payloads = ["Mutation", "UserError", "PlanChange"];
        let told = |name: &&String| !name.ends_with("Payload") && !of_payloads.contains(&name.as_str());
        let types = self.types.iter().filter(|(name, _)| told(name) && *name != "Param");
        types.flat_map(|(name, fields)| fields.iter().map(|one| (name.clone(), one.name.clone()))).collect()
    }

    fn is_object(&self, name: &str) -> bool {
        self.types.contains_key(name) || self.possible.contains_key(name)
    }

    /// What to select of a type, so deep; notes what it asks for.
    pub(super) fn select(&self, of: &str, depth: usize, asked: &mut BTreeSet<(String, String)>) -> String {
        if let Some(kinds) = self.possible.get(of) {
            let parts =
                kinds.iter().map(|kind| format!("... on {kind} {{ {} }}", self.select(kind, depth, asked)));
            return parts.collect::<Vec<_>>().join(" ");
        }
        let mut parts = vec!["__typename".to_owned()];
        for field in &self.types[of] {
            if field.needs || (self.is_object(&field.of) && depth == 0) {
                continue;
            }
            parts.push(self.one(field, depth, asked));
            asked.insert((of.to_owned(), field.name.clone()));
        }
        parts.join(" ")
    }

    /// Selections of a type that each go so deep into one field, and into no other.
    pub(super) fn selections(&self, of: &str, depth: usize) -> Vec<Selection> {
        let mut asked = BTreeSet::new();
        let mut all = vec![(self.select(of, 0, &mut asked), asked)];
        for field in self.types[of].iter().filter(|field| !field.needs && self.is_object(&field.of)) {
            let mut asked = BTreeSet::from([(of.to_owned(), field.name.clone())]);
            all.push((self.one(field, depth, &mut asked), asked));
        }
        all
    }

    /// The same of what stands in one of the fields of a type, counted as [`selections`](Self::selections) does.
    pub(super) fn selections_of_field(&self, of: &str, depth: usize, field: usize) -> Vec<Selection> {
        let mut objects = self.types[of].iter().filter(|field| !field.needs && self.is_object(&field.of));
        let field = objects.nth(field - 1).unwrap();
        let arguments = if field.pages { "(first: 30)" } else { "" };
        let within = |(inner, mut asked): Selection| {
            asked.insert((of.to_owned(), field.name.clone()));
            (format!("{}{arguments} {{ {inner} }}", field.name), asked)
        };
        self.selections(&field.of, depth - 1).into_iter().map(within).collect()
    }

    fn one(&self, field: &Field, depth: usize, asked: &mut BTreeSet<(String, String)>) -> String {
        let arguments = if field.pages { "(first: 30)" } else { "" };
        // Two fields of one name differ in type from kind to kind of a node.
        if self.is_object(&field.of) {
            let inner = self.select(&field.of, depth.saturating_sub(1), asked);
            format!("{}{arguments} {{ {inner} }}", field.name)
        } else {
            field.name.clone()
        }
    }

    /// The type of a field.
    pub(super) fn of(&self, kind: &str, field: &str) -> &str {
        &self.types[kind].iter().find(|one| one.name == field).unwrap().of
    }
}

fn field(told: &Value) -> Field {
    let arguments = told["args"].as_array().unwrap();
    let needs =
        |argument: &Value| argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
    let mut of = &told["type"];
    while of["name"].is_null() {
        of = &of["ofType"];
    }
    Field {
        name: told["name"].as_str().unwrap().to_owned(),
        of: of["name"].as_str().unwrap().to_owned(),
        pages: arguments.iter().any(|argument| argument["name"] == "first"),
        needs: arguments.iter().any(needs),
    }
}
