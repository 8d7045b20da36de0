//! What a file is, by its first bytes.

use luodi_domain::attachment::MediaType;
use luodi_domain::refusal::{Refusal, Rule};

/// How many of the first bytes are looked at.
pub(super) const HEAD: usize = 1024;

/// What a file is that begins so.
///
/// # Errors
/// [`Rule::FileTypeRefused`] when it is none of the kinds that are evidence, and [`Rule::FileTypeContradicted`] when it was
/// said to be another one.
pub(super) fn media_type(head: &[u8], declared: Option<&str>) -> Result<MediaType, Refusal> {
    let found = infer::get(head)
        .and_then(|found| of_mime(found.mime_type()))
        .filter(|found| begins_as(*found, head))
        .ok_or_else(|| Refusal::new(Rule::FileTypeRefused))?;
    match declared {
        Some(said) if of_mime(said) != Some(found) => {
            Err(Refusal::new(Rule::FileTypeContradicted).text("found", found.mime()).text("declared", said))
        }
        _ => Ok(found),
    }
}

/// A photograph of a telephone goes by two names.
fn of_mime(mime: &str) -> Option<MediaType> {
    if mime.eq_ignore_ascii_case("image/heif") { Some(MediaType::Heic) } else { MediaType::of_mime(mime) }
}

/// Whether its mark stands at the very beginning: some are looked for further in, behind which a page could stand.
fn begins_as(media_type: MediaType, head: &[u8]) -> bool {
    match media_type {
        MediaType::Jpeg => head.starts_with(&[0xFF, 0xD8, 0xFF]),
        MediaType::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
        MediaType::Webp => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"),
        MediaType::Heic => head.get(4..8) == Some(b"ftyp"),
        MediaType::Pdf => head.starts_with(b"%PDF-"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

    #[track_caller]
    fn check(head: &[u8], declared: Option<&str>, expected: Result<MediaType, Rule>) {
        let found = media_type(head, declared).map_err(|refusal| refusal.rule);
        assert_eq!(found, expected, "{:?} {declared:?}", String::from_utf8_lossy(head));
    }

    #[test]
    fn what_is_evidence() {
        check(b"\xFF\xD8\xFF\xE0\0\x10JFIF", None, Ok(MediaType::Jpeg));
        check(PNG, None, Ok(MediaType::Png));
        check(b"RIFF\x24\0\0\0WEBPVP8 ", None, Ok(MediaType::Webp));
        check(HEIC, None, Ok(MediaType::Heic));
        check(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", None, Ok(MediaType::Pdf));
    }

    #[test]
    fn what_is_not() {
        for head in [
            &b"<!DOCTYPE html><html><script>alert(1)</script>"[..],
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
            b"<?xml version=\"1.0\"?><svg/>",
            b"PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            b"GIF89a\x01\0\x01\0",
            b"\0\0\0\x1Cftypavif\0\0\0\0avifmif1",
            b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
            b"MZ\x90\0\x03",
            b"\x7FELF\x02\x01\x01",
            b"#!/bin/sh\n",
            b"plain text",
            b"\x89PNG",
            // Two at once: a page behind which the mark of a document stands.
            b"<html><body>%PDF-1.7",
            b"GIF89a/*%PDF-1.4*/",
            b"\n%PDF-1.7",
            b"JUNK\0\0\0\0WEBPVP8 ",
        ] {
            check(head, None, Err(Rule::FileTypeRefused));
            check(head, Some("image/png"), Err(Rule::FileTypeRefused));
        }
    }

    #[test]
    fn what_is_said_to_be_another() {
        check(PNG, Some("image/png"), Ok(MediaType::Png));
        check(PNG, Some("IMAGE/PNG"), Ok(MediaType::Png));
        check(PNG, Some("image/jpeg"), Err(Rule::FileTypeContradicted));
        check(PNG, Some("application/pdf"), Err(Rule::FileTypeContradicted));
        check(PNG, Some("text/html"), Err(Rule::FileTypeContradicted));
        check(PNG, Some(""), Err(Rule::FileTypeContradicted));
        check(HEIC, Some("image/heif"), Ok(MediaType::Heic));
        check(HEIC, Some("image/heic"), Ok(MediaType::Heic));
    }
}
