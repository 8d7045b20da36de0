//! Log lines: one event one line, without control characters, to standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::failure::Failure;
use crate::settings::LogForm;

/// Starts logging.
pub(crate) fn start(form: LogForm, filter: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter).map_err(|error| Failure::Observability(error.to_string()))?;
    let colours = io::stderr().is_terminal();
    let writer = OneLine { inner: io::stderr, colours };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(writer);
    let started = match form {
        LogForm::Text => lines.try_init(),
        LogForm::Json => lines.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| Failure::Observability(error.to_string()))
}

/// Has every event written as one line. What callers and other services say stands in it as they said it, so that without
/// this they could end the line and write one of their own.
#[derive(Debug, Clone, Copy)]
struct OneLine<M> {
    inner: M,
    /// Whether lines have colours, which are escape sequences; those of others are made harmless by the library.
    colours: bool,
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for OneLine<M> {
    type Writer = OneLine<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        OneLine { inner: self.inner.make_writer(), colours: self.colours }
    }
}

impl<W: io::Write> io::Write for OneLine<W> {
    /// The library writes each event at once, with its end.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let mut clean = String::with_capacity(event.len());
        for c in line.chars() {
            // The two separators end lines for some readers too.
            let harmful = c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            if harmful && !(self.colours && c == '\u{1b}') {
                clean.extend(c.escape_default());
            } else {
                clean.push(c);
            }
        }
        clean.push('\n');
        self.inner.write_all(clean.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing::subscriber::with_default;

    use super::*;

    /// What was written.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The lines of an event that says a text in every way in which one can be said.
    fn lines_of(form: LogForm, text: &str) -> Vec<String> {
        let kept = Kept::default();
        let inner = kept.clone();
        let writer = OneLine { inner: move || inner.clone(), colours: false };
        let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(writer);
        let say = || tracing::warn!(said = text, shown = %text, debug = ?text, "{text}");
        match form {
            LogForm::Text => with_default(lines.finish(), say),
            LogForm::Json => with_default(lines.json().flatten_event(true).finish(), say),
        }
        let written = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(written.ends_with('\n'), "{written}");
        written.trim_end_matches('\n').split('\n').map(str::to_owned).collect()
    }

    #[test]
    fn one_event_one_line_without_control_characters() {
        let forged =
            "a\r\n2024-10-31T00:00:00Z ERROR luodi: forged\u{1b}[31m\u{9b}2J\0\u{7}\u{85}\u{2028}b\n";
        for form in [LogForm::Text, LogForm::Json] {
            let lines = lines_of(form, forged);
            assert_eq!(lines.len(), 1, "{lines:#?}");
            let harmful = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            assert!(!lines[0].contains(harmful), "{lines:?}");
            assert_eq!(lines[0].matches("forged").count(), 4, "{lines:?}");
            let plain = lines_of(form, "落地 \"a\"");
            assert_eq!(plain[0].matches("落地").count(), 4, "{plain:?}");
        }
    }
}
