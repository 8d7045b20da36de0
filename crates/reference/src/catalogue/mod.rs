//! The permit catalogue 手续目录: files of `data/catalogue`, whose form its `README.md` explains, read and checked as one.

mod check;
mod entry;
mod fault;
mod graph;
mod print;
mod regional;
mod source;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use luodi_domain::catalogue::Catalogue;

pub use fault::{Fault, Reason, Shape};
pub use regional::{read_ruling, written_ruling};

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$((
            concat!("data/catalogue/", $name, ".toml"),
            include_str!(concat!("../../data/catalogue/", $name, ".toml")),
        )),+]
    };
}

/// The files, by name.
const FILES: &[(&str, &str)] = files![
    "10-project",
    "20-land",
    "30-nature",
    "40-assessment",
    "50-design",
    "60-construction",
    "70-utility",
    "80-completion",
    "90-operation",
];

static BUILT_IN: LazyLock<Result<Catalogue, Vec<Fault>>> = LazyLock::new(|| load(FILES));

/// The catalogue that comes with the product. A test loads it, so that a release has one without faults.
pub fn built_in() -> Result<&'static Catalogue, &'static [Fault]> {
    BUILT_IN.as_ref().map_err(Vec::as_slice)
}

/// Reads files, each a name and a text, as one catalogue, or says everything that is wrong with them. A file that is not
/// TOML is not looked into, and as long as an entry is missing for that, or for want of a code, what entries say of others
/// is not checked.
pub fn load(files: &[(&str, &str)]) -> Result<Catalogue, Vec<Fault>> {
    let (mut entries, mut faults, mut complete) = (Vec::new(), Vec::new(), true);
    for &(name, text) in files {
        match source::read(name, text) {
            Ok(read) => {
                complete &= read.faults.iter().all(|fault| fault.code.is_some());
                entries.extend(read.entries);
                faults.extend(read.faults);
            }
            Err(found) => {
                complete = false;
                faults.extend(found);
            }
        }
    }
    faults.extend(check::versions(&entries));
    if complete {
        faults.extend(check::prerequisites(&entries));
        faults.extend(check::groups(&entries));
        faults.extend(check::together(&entries));
        faults.extend(graph::cycles(&entries));
    }
    if faults.is_empty() {
        return Ok(Catalogue::new(entries.into_iter().filter_map(|entry| entry.permit)));
    }
    let place = |fault: &Fault| files.iter().position(|(name, _)| *name == fault.file);
    faults.sort_by_key(|fault| (place(fault), fault.line));
    Err(faults)
}
