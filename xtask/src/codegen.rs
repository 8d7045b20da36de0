//! `cargo xtask codegen`: files generated from the service itself.

use std::fs;
use std::path::Path;
use std::process::Command;

use luodi_testkit::binary;

use crate::command;
use crate::error::Error;
use crate::say::say;

/// The GraphQL schema, kept in the repository so that a change of the interface shows in review.
pub(crate) const SCHEMA: &str = "schema.graphql";

/// Writes every generated file.
pub(crate) fn run() -> Result<(), Error> {
    let path = binary::workspace().join(SCHEMA);
    fs::write(&path, schema()?).map_err(Error::io(path.display().to_string()))?;
    say(&format!("wrote {SCHEMA}"));
    Ok(())
}

/// What `luodi schema` prints, from a binary built now, and together with the tests: they mostly run next.
pub(crate) fn schema() -> Result<Vec<u8>, Error> {
    let built = binary::build_among("dev", &["--workspace", "--all-targets", "--quiet"], "luodi");
    let luodi = built.map_err(Error::io("building luodi"))?;
    printed(&luodi)
}

fn printed(luodi: &Path) -> Result<Vec<u8>, Error> {
    let schema = command::output(Command::new(luodi).arg("schema"))?;
    if schema.is_empty() {
        return Err(Error::Other("`luodi schema` printed nothing".to_owned()));
    }
    Ok(schema)
}
