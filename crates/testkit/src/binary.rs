//! Builds the `luodi` binary and finds it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Builds `luodi` in the given cargo profile (`dev` or `release`) and says where it is.
///
/// Asking cargo each time costs a fraction of a second and makes sure that no test runs yesterday's binary.
pub fn build(profile: &str) -> io::Result<PathBuf> {
    build_among(profile, &["--package", "luodi-server", "--bin", "luodi", "--quiet"], "luodi")
}

/// The same of any binary, among everything else that these arguments of `cargo build` choose.
///
/// Cargo unifies the features of dependencies over what it is asked for in one go: asked for the tests first and for
/// the binary by itself later, it compiles tokio, and all that stands on it, twice.
pub fn build_among(profile: &str, chosen: &[&str], name: &str) -> io::Result<PathBuf> {
    let output = cargo()
        .args(["build", "--profile", profile, "--message-format=json-render-diagnostics"])
        .args(chosen)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("building {name} ended with {}", output.status)));
    }
    let missing = || io::Error::other(format!("cargo named no executable for {name}"));
    executable(&output.stdout, name).ok_or_else(missing)
}

/// The cargo that runs us, in the root of the workspace, without what it told us of our own package: build scripts that
/// look at it, such as ring's, would run again, and all that stands on them be compiled anew.
#[must_use]
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut cargo = Command::new(program);
    cargo.current_dir(workspace());
    let ours = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(ours)) {
        cargo.env_remove(name);
    }
    cargo
}

/// The executable of the binary of this name, not of its tests, as cargo's JSON messages name it.
fn executable(messages: &[u8], name: &str) -> Option<PathBuf> {
    messages
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name && message["profile"]["test"] == false)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// The root of the workspace this was built from.
#[must_use]
pub fn workspace() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// The `luodi` binary that belongs to the running tests, built once per process in their own profile;
/// `LUODI_BIN` names another one, for example an installed release.
///
/// # Panics
/// When it does not build: no test that needs it can go on.
#[must_use]
pub fn luodi() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(path) = std::env::var_os("LUODI_BIN") {
            return PathBuf::from(path);
        }
        let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
        build(profile).unwrap_or_else(|error| crate::fail(&format!("no luodi binary to test: {error}")))
    })
}

#[cfg(test)]
mod tests {
    use super::executable;
    use std::path::PathBuf;

    #[test]
    fn the_executable_is_read_from_cargos_messages() {
        let messages = br#"{"reason":"compiler-artifact","target":{"name":"luodi"},"profile":{"test":true},"executable":"/t/debug/deps/luodi-1"}
not json
{"reason":"compiler-artifact","target":{"name":"xtask"},"profile":{"test":false},"executable":"/t/debug/xtask"}
{"reason":"compiler-artifact","target":{"name":"luodi"},"profile":{"test":false},"executable":"/t/debug/luodi"}
{"reason":"build-finished","success":true}
"#;
        assert_eq!(executable(messages, "luodi"), Some(PathBuf::from("/t/debug/luodi")));
        assert_eq!(executable(messages, "xtask"), Some(PathBuf::from("/t/debug/xtask")));
        assert_eq!(executable(b"{}", "luodi"), None);
    }
}
