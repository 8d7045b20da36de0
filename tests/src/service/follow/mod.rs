//! Following changes over a socket.

mod changes;
mod outage;
mod protocol;
mod replicas;
pub(super) mod socket;
mod tokens;

use serde_json::Value;

use super::commands::until;
use super::office::Office;
pub(super) use socket::{Heard, Socket, cursor};

/// Waits until the feed tells of all that founding an office changed: a project registered, a permit, a case. The cursor of
/// the last.
pub(super) fn founded(office: &Office<'_>) -> String {
    let last = cursor("change:3");
    until("what the office began with is numbered", || {
        office.administrator.query("{ changeCursor }", &Value::Null)["changeCursor"] == last
    });
    last
}
