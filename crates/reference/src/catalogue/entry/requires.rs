//! What an entry waits for: `"project_filing | project_verification"`, `"~land_presite"`, `"@START"`.

use std::collections::BTreeMap;

use luodi_domain::catalogue::{Before, Node, Prerequisite};

use super::super::fault::Reason;
use super::super::source::{Reader, Table};

/// Reads the groups, each with its line.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table<'_>) -> Vec<(usize, Prerequisite)> {
    let mut groups = Vec::new();
    let mut seen: BTreeMap<Before, bool> = BTreeMap::new();
    for (at, text) in reader.texts(table, "requires") {
        let (hard, members) = text.strip_prefix('~').map_or((true, text.as_str()), |rest| (false, rest));
        let mut any_of: Vec<Before> = Vec::new();
        for name in members.split('|').map(str::trim) {
            let member = match name.strip_prefix('@').map(Node::parse) {
                Some(Some(node)) => Before::Node(node),
                Some(None) => {
                    let reason = Reason::Unknown { key: "requires".to_owned(), found: name.to_owned() };
                    reader.fault(&at, reason);
                    continue;
                }
                None if name.is_empty() => {
                    reader.fault(&at, Reason::Empty("a member of requires".to_owned()));
                    continue;
                }
                None => Before::Permit(name.to_owned()),
            };
            if any_of.contains(&member) {
                let reason = Reason::Twice { key: text.clone(), found: name.to_owned() };
                reader.fault(&at, reason);
                continue;
            }
            if seen.insert(member.clone(), hard).is_some_and(|other| other != hard) {
                reader.fault(&at, Reason::HardAndSoft(name.to_owned()));
            }
            any_of.push(member);
        }
        if !any_of.is_empty() {
            groups.push((reader.line(&at), Prerequisite { hard, any_of }));
        }
    }
    groups
}
