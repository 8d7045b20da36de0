//! Settings of the store of files that speaks S3, in the section `[s3]` of the file.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::section::Section;
use crate::secret::Secret;

/// Where they stand among all settings.
pub(super) const SECTION: Section = Section {
    name: "s3",
    keys: &[
        "bucket",
        "endpoint",
        "region",
        "access_key_id",
        "secret_access_key",
        "secret_access_key_file",
        "prefix",
        "addressing",
    ],
};

/// A bucket for files; without any of these there is none, and files lie in a folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct S3 {
    /// What the bucket is called.
    pub(crate) bucket: Option<String>,
    /// Where the store is.
    pub(crate) endpoint: Option<String>,
    /// Its region, which is part of what is signed.
    pub(crate) region: Option<String>,
    /// By which key this service is known there.
    pub(crate) access_key_id: Option<String>,
    /// What this service signs with.
    pub(crate) secret_access_key: Option<Secret>,
    /// A file that holds it instead.
    pub(crate) secret_access_key_file: Option<PathBuf>,
    /// What all keys begin with, where the bucket holds other things too.
    pub(crate) prefix: Option<String>,
    /// How the bucket is named in addresses; in the path if not said.
    pub(crate) addressing: Option<Addressing>,
}

/// How a bucket is named in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Addressing {
    /// `https://host/bucket`.
    Path,
    /// `https://bucket.host`.
    VirtualHost,
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::{Format as _, Toml};

    use super::*;

    #[test]
    fn every_setting_can_come_from_the_environment() {
        SECTION.assert_has_every_key_of(S3::default());
    }

    #[test]
    fn the_file_says_it_in_a_section_and_misspells_nothing() {
        let read = |text: &str| Figment::from(Toml::string(text)).extract::<S3>().map_err(Box::new);
        let s3 = read("bucket = 'luodi'\naddressing = 'virtual-host'").unwrap();
        assert_eq!(s3.bucket.as_deref(), Some("luodi"));
        assert_eq!(s3.addressing, Some(Addressing::VirtualHost));
        assert!(read("bukket = 'luodi'").is_err());
        assert!(read("addressing = 'host'").is_err());
    }
}
