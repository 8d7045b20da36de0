//! `Cargo.toml` as far as the rules need it.

use std::path::Path;

use toml::Table;

use super::files::File;
use crate::error::Error;

/// A package's manifest.
#[derive(Debug)]
pub(super) struct Manifest<'a> {
    /// The file, for line numbers and comments.
    pub(super) file: &'a File,
    /// `package.name`.
    pub(super) name: String,
    /// All of it.
    pub(super) table: Table,
}

/// Which table of the manifest a dependency stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `dependencies` and `build-dependencies`: part of what is shipped or of shipping it.
    Normal,
    /// `dev-dependencies`.
    Dev,
}

/// One dependency.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    pub(super) kind: Kind,
    /// The name of the package, also where the manifest renames it.
    pub(super) package: String,
    /// The line of its entry, 0 when it has none of its own.
    pub(super) line: usize,
}

impl<'a> Manifest<'a> {
    /// The manifests of all packages among the files; the virtual root has no package.
    pub(super) fn all(files: &'a [File]) -> Result<Vec<Self>, Error> {
        let is_manifest = |file: &&File| file.path.file_name() == Some("Cargo.toml".as_ref());
        files.iter().filter(is_manifest).filter_map(|file| Self::read(file).transpose()).collect()
    }

    pub(super) fn read(file: &'a File) -> Result<Option<Self>, Error> {
        let table: Table = file
            .text
            .parse()
            .map_err(|error: toml::de::Error| Error::Other(format!("{}: {error}", file.path.display())))?;
        let name =
            table.get("package").and_then(|package| package.get("name")).and_then(|name| name.as_str());
        Ok(name.map(str::to_owned).map(|name| Self { file, name, table }))
    }

    /// Every dependency, also those of single platforms.
    pub(super) fn dependencies(&self) -> Vec<Dependency> {
        let platforms = self.table.get("target").and_then(|targets| targets.as_table());
        let platforms = platforms.into_iter().flat_map(Table::values).filter_map(|value| value.as_table());
        let mut found = Vec::new();
        for table in std::iter::once(&self.table).chain(platforms) {
            for (section, kind) in [
                ("dependencies", Kind::Normal),
                ("build-dependencies", Kind::Normal),
                ("dev-dependencies", Kind::Dev),
            ] {
                for (key, value) in
                    table.get(section).and_then(|section| section.as_table()).into_iter().flatten()
                {
                    let renamed = value.get("package").and_then(|package| package.as_str());
                    let package = renamed.unwrap_or(key).to_owned();
                    found.push(Dependency { kind, package, line: self.line_of(section, key) });
                }
            }
        }
        found
    }

    /// The path of the manifest.
    pub(super) fn path(&self) -> &Path {
        &self.file.path
    }

    fn line_of(&self, section: &str, key: &str) -> usize {
        let mut inside = false;
        for (number, line) in self.file.lines() {
            if let Some(header) = header(line) {
                inside = header.ends_with(section) && !header.ends_with(&format!("-{section}"));
            } else if inside && entry(line) == Some(key) {
                return number;
            }
        }
        0
    }
}

/// The name between the brackets, if the line opens a table.
pub(super) fn header(line: &str) -> Option<&str> {
    line.trim().strip_prefix('[')?.split(']').next()
}

/// The key of an entry, without what follows a dot.
pub(super) fn entry(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim().split('.').next()?;
    (!key.is_empty() && !key.starts_with('#')).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::{Dependency, Kind, Manifest};

    #[test]
    fn dependencies_are_found_in_every_table() {
        let text = "[package]\nname = \"luodi-x\"\n[dependencies]\na.workspace = true # why\nb = { package = \"c\", path = \"c\" }\n\
                    [dev-dependencies]\na = \"1\"\n[target.'cfg(unix)'.dependencies]\nd = \"1\"\n";
        let file = file("crates/x/Cargo.toml", text);
        let manifest = Manifest::read(&file).unwrap().unwrap();
        let expected =
            [(Kind::Normal, "a", 4), (Kind::Normal, "c", 5), (Kind::Dev, "a", 7), (Kind::Normal, "d", 9)];
        let expected =
            expected.map(|(kind, package, line)| Dependency { kind, package: package.to_owned(), line });
        assert_eq!(manifest.dependencies(), expected);
        assert_eq!(manifest.name, "luodi-x");
    }

    #[test]
    fn a_virtual_manifest_is_no_package() {
        assert!(Manifest::read(&file("Cargo.toml", "[workspace]\n")).unwrap().is_none());
        assert!(Manifest::read(&file("Cargo.toml", "[workspace\n")).is_err());
    }
}
