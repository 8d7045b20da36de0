//! What the settings say of the store, looked through once.

use luodi_app::files::Bucket;
use openidconnect::url::{Host, Url};

use crate::outward::is_safe;
use crate::secret::{self, SecretFault};
use crate::settings::{Addressing, S3};

/// What of the settings cannot work. Chinese first, English after it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum S3Fault {
    /// Settings without which the others are of no use.
    #[error("已配置 s3, 但缺少 {0} / there are settings of s3, but {0} is missing")]
    Missing(String),
    /// The secret is said twice, or cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretFault),
    /// An address that cannot be one, or would be spoken to in the clear.
    #[error(
        "s3.endpoint 应为 https://主机[:端口] (http:// 仅限本机), 不含路径和用户名 / s3.endpoint must be https://host[:port] (http:// on \
         loopback only), without a path and without a user"
    )]
    Endpoint,
    /// The bucket would be part of a name that is none, or is spoken to in the clear.
    #[error(
        "s3.addressing 为 virtual-host 时, s3.endpoint 应为 https:// 加域名 / with s3.addressing virtual-host, s3.endpoint must be \
         https:// and a host's name"
    )]
    VirtualHost,
    /// A text that cannot be what it should.
    #[error("s3.{setting} 有误: {zh} / s3.{setting} is wrong: {en}")]
    Text {
        /// Of which setting.
        setting: &'static str,
        /// What it should be.
        zh: &'static str,
        /// The same in English.
        en: &'static str,
    },
    /// A folder is named too.
    #[error("files 与 s3 只能配置一项 / set one of files and s3")]
    TwoPlaces,
}

/// Looks the settings through; nothing when there is no store.
pub(super) fn read(s3: &S3) -> Result<Option<Bucket>, S3Fault> {
    let secret = secret::given(
        s3.secret_access_key.as_ref(),
        s3.secret_access_key_file.as_deref(),
        ["s3.secret_access_key", "s3.secret_access_key_file"],
    )?;
    let (Some(bucket), Some(endpoint), Some(region), Some(access_key_id), Some(secret_access_key)) =
        (&s3.bucket, &s3.endpoint, &s3.region, &s3.access_key_id, &secret)
    else {
        return missing(s3, secret.is_some());
    };
    let prefix = s3.prefix.as_deref().unwrap_or_default();
    let virtual_host = s3.addressing == Some(Addressing::VirtualHost);
    for (setting, holds, zh, en) in [
        (
            "bucket",
            is_bucket(bucket),
            "应为 3 至 63 个小写字母、数字、连字符或点",
            "3 to 63 lower-case letters, digits, hyphens and dots",
        ),
        (
            "region",
            is_word(region),
            "只能含字母、数字、连字符和下划线",
            "letters, digits, hyphens and underscores",
        ),
        ("access_key_id", is_key(access_key_id), "不能含空格、斜杠和逗号", "no spaces, slashes and commas"),
        (
            "prefix",
            prefix.is_empty() || prefix.split('/').all(is_segment),
            "应形如 a/b, 首尾不带斜杠, 只含字母、数字、连字符、下划线和点",
            "such as a/b, without a slash at either end, of letters, digits, hyphens, underscores and dots",
        ),
    ] {
        if !holds {
            return Err(S3Fault::Text { setting, zh, en });
        }
    }
    Ok(Some(Bucket {
        endpoint: address(endpoint, virtual_host)?,
        name: bucket.clone(),
        region: region.clone(),
        access_key_id: access_key_id.clone(),
        secret_access_key: secret_access_key.clone(),
        prefix: prefix.to_owned(),
        virtual_host,
    }))
}

/// Half a store is a mistake, and no wish to have none.
fn missing(s3: &S3, secret: bool) -> Result<Option<Bucket>, S3Fault> {
    let needed = [
        ("s3.bucket", s3.bucket.is_some()),
        ("s3.endpoint", s3.endpoint.is_some()),
        ("s3.region", s3.region.is_some()),
        ("s3.access_key_id", s3.access_key_id.is_some()),
        ("s3.secret_access_key", secret),
    ];
    let nothing = needed.iter().all(|(_, said)| !said) && s3.prefix.is_none() && s3.addressing.is_none();
    if nothing {
        return Ok(None);
    }
    let names: Vec<&str> = needed.iter().filter(|(_, said)| !said).map(|(name, _)| *name).collect();
    Err(S3Fault::Missing(names.join(", ")))
}

/// The origin of an address that is nothing else.
fn address(text: &str, virtual_host: bool) -> Result<String, S3Fault> {
    let url = Url::parse(text).ok().filter(is_safe).ok_or(S3Fault::Endpoint)?;
    if url.path() != "/" || url.query().is_some() {
        return Err(S3Fault::Endpoint);
    }
    // What is before a name of this machine need not be a name of it.
    if virtual_host && (url.scheme() != "https" || !matches!(url.host(), Some(Host::Domain(_)))) {
        return Err(S3Fault::VirtualHost);
    }
    Ok(url.origin().ascii_serialization())
}

fn is_bucket(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    (3..=63).contains(&text.len())
        && text.bytes().all(inside)
        && !text.contains("..")
        && !text.starts_with('.')
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"/,".contains(&byte))
}

fn is_segment(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !text.is_empty() && text.bytes().all(inside) && !text.starts_with('.')
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn good() -> S3 {
        let text = |text: &str| Some(text.to_owned());
        S3 {
            bucket: text("luodi-files"),
            endpoint: text("https://s3.example.cn"),
            region: text("cn-north-1"),
            access_key_id: text("LTAI5tExample"),
            secret_access_key: Some("hunter2".to_owned().into()),
            ..S3::default()
        }
    }

    #[test]
    fn what_cannot_work_is_named() {
        #[track_caller]
        fn check(change: impl FnOnce(&mut S3), expected: &str) {
            let mut s3 = good();
            change(&mut s3);
            let told = read(&s3).err().map(|fault| fault.to_string()).unwrap_or_default();
            assert!(told.contains(expected) && told.is_empty() == expected.is_empty(), "{told}");
            assert!(!told.contains("hunter2"), "{told}");
        }
        let text = |text: &str| Some(text.to_owned());
        check(|_| (), "");
        check(|s3| s3.bucket = None, "but s3.bucket is missing");
        check(|s3| s3.endpoint = None, "but s3.endpoint is missing");
        check(|s3| s3.region = None, "but s3.region is missing");
        check(|s3| s3.access_key_id = None, "but s3.access_key_id is missing");
        check(|s3| s3.secret_access_key = None, "but s3.secret_access_key is missing");
        let only_prefix = |s3: &mut S3| *s3 = S3 { prefix: text("a"), ..S3::default() };
        check(
            only_prefix,
            "but s3.bucket, s3.endpoint, s3.region, s3.access_key_id, s3.secret_access_key is missing",
        );
        for wrong in [
            "s3.example.cn",
            "http://s3.example.cn",
            "http://10.0.0.1:9000",
            "http://127.0.0.1.example.cn",
            "https://a:b@s3.example.cn",
            "https://s3.example.cn/storage",
            "https://s3.example.cn/?a",
            "https://s3.example.cn/#a",
            "file:///a",
        ] {
            check(|s3| s3.endpoint = text(wrong), "s3.endpoint must be https://");
        }
        for local in ["http://127.0.0.1:9000", "http://[::1]:9000/", "http://localhost:9000"] {
            check(|s3| s3.endpoint = text(local), "");
            let in_name = |s3: &mut S3| {
                s3.endpoint = text(local);
                s3.addressing = Some(Addressing::VirtualHost);
            };
            check(in_name, "with s3.addressing virtual-host");
        }
        for wrong in ["", "ab", "Luodi", "a_b_c", "../luodi", "a..b", "files?x", "落地文件"] {
            check(|s3| s3.bucket = text(wrong), "s3.bucket is wrong");
        }
        for wrong in ["", "cn north", "cn/north", "a\nb"] {
            check(|s3| s3.region = text(wrong), "s3.region is wrong");
            check(|s3| s3.access_key_id = text(wrong), "s3.access_key_id is wrong");
        }
        for wrong in ["/a", "a/", "a//b", "..", "a/../b", "a b", "a?b", "a%2Fb"] {
            check(|s3| s3.prefix = text(wrong), "s3.prefix is wrong");
        }
        check(|s3| s3.prefix = text("luodi/files.v1"), "");
        check(|s3| s3.secret_access_key_file = Some("/nowhere".into()), "set one of");
    }

    #[test]
    fn no_setting_no_bucket() {
        assert!(read(&S3::default()).unwrap().is_none());
    }

    #[test]
    fn the_address_is_an_origin() {
        for (endpoint, addressing, expected) in [
            ("https://S3.example.cn/", None, "https://s3.example.cn/luodi-files"),
            ("https://s3.example.cn:8443", Some(Addressing::Path), "https://s3.example.cn:8443/luodi-files"),
            ("https://s3.example.cn", Some(Addressing::VirtualHost), "https://luodi-files.s3.example.cn"),
        ] {
            let s3 = S3 { endpoint: Some(endpoint.to_owned()), addressing, ..good() };
            assert_eq!(read(&s3).unwrap().unwrap().to_string(), expected);
        }
    }

    #[test]
    fn the_secret_can_come_from_a_file_and_is_not_printed() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let s3 =
            S3 { secret_access_key: None, secret_access_key_file: Some(file.path().to_owned()), ..good() };
        let told = read(&s3).unwrap_err().to_string();
        assert!(told.contains("cannot read s3.secret_access_key_file"), "nothing is in it: {told}");
        writeln!(file, " s3cret ").unwrap();
        let bucket = read(&s3).unwrap().unwrap();
        assert_eq!(bucket.secret_access_key, "s3cret");
        assert!(!format!("{bucket:?} {s3:?} {:?}", good()).contains("s3cret"));
        assert!(!format!("{:?}", good()).contains("hunter2"));
    }
}
