//! A look through the parts of an .xlsx before anything is read: how much there is of what takes memory. It remembers a tag
//! at a time and nothing else, however much there is.

use super::error::{Measure, SheetError};
use super::limits::{Room, at_most};

/// As much of a tag is remembered: its name and the first of its attributes.
const REMEMBERED: usize = 256;
/// Formats of each kind; Excel has 65,490.
const FORMATS: u64 = 100_000;

/// Goes through the XML of one part.
#[derive(Debug, Default)]
pub(super) struct Scan {
    in_tag: bool,
    tag: Vec<u8>,
    /// Bytes since the last `<` or `>`.
    token: u64,
    rows: u32,
    /// Rows that nobody sees, from 0.
    pub(super) hidden: Vec<u32>,
}

impl Scan {
    /// Goes on with more bytes.
    pub(super) fn pass(&mut self, bytes: &[u8], room: &mut Room) -> Result<(), SheetError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = memchr::memchr2(b'<', b'>', rest).unwrap_or(rest.len());
            let (token, behind) = rest.split_at(end);
            self.token += token.len() as u64;
            at_most(Measure::Token, self.token, room.limits().token)?;
            if self.in_tag {
                let room_left = REMEMBERED.saturating_sub(self.tag.len());
                self.tag.extend_from_slice(&token[..token.len().min(room_left)]);
            }
            let Some((sign, behind)) = behind.split_first() else { break };
            rest = behind;
            if *sign == b'>' && self.in_tag {
                self.tag_ends(room)?;
            } else if *sign == b'<' {
                self.tag.clear();
            }
            (self.in_tag, self.token) = (*sign == b'<', 0);
        }
        Ok(())
    }

    fn tag_ends(&mut self, room: &mut Room) -> Result<(), SheetError> {
        let upper = |start: &[u8]| {
            self.tag.len() >= start.len() && self.tag[..start.len()].eq_ignore_ascii_case(start)
        };
        if upper(b"!DOCTYPE") || upper(b"!ENTITY") {
            return Err(SheetError::DocumentType);
        }
        match self.name() {
            b"v" | b"is" => room.cells(1),
            b"si" => room.strings(1),
            // What a part says of how many there are is made room for by whoever believes it.
            b"sst" => room.has_strings(self.count("uniqueCount")),
            b"cellXfs" | b"numFmts" | b"fonts" | b"fills" | b"borders" | b"cellStyleXfs" | b"dxfs" => {
                at_most(Measure::Strings, self.count("count"), FORMATS)
            }
            b"mergeCell" => room.merged(1),
            b"row" => {
                let row = self.attribute("r").and_then(|row| row.parse::<u32>().ok());
                self.rows = row.unwrap_or(self.rows + 1);
                at_most(Measure::Rows, u64::from(self.rows), room.limits().rows)?;
                if matches!(self.attribute("hidden"), Some("1" | "true")) {
                    self.hidden.push(self.rows.saturating_sub(1));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The name of the tag without its prefix.
    fn name(&self) -> &[u8] {
        let end = self.tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
        // An end tag begins with a slash, and has no name for us.
        let name = &self.tag[..end.unwrap_or(self.tag.len())];
        name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let tag = std::str::from_utf8(&self.tag).ok()?;
        tag.match_indices(name).find_map(|(at, _)| {
            let before = tag[..at].chars().next_back()?;
            let behind = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
            let quote = behind.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let value = behind[1..].split_once(quote)?.0;
            before.is_ascii_whitespace().then_some(value)
        })
    }

    /// How many there are by an attribute, if it says so.
    fn count(&self, attribute: &str) -> u64 {
        self.attribute(attribute).map_or(0, |count| count.parse().unwrap_or(u64::MAX))
    }
}
