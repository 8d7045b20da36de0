//! An anchor written where whoever forges the database does not reach: a line of a file, and one of the log.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use luodi_app::record::Anchor;

/// Says in the log that an anchor was taken, with all that its own line has.
pub(crate) fn log(anchor: &Anchor) {
    let Anchor { number, taken_at, projects, rows, root, administration, previous, hash } = anchor;
    let (administration, administration_hash) = (administration.sequence, &administration.hash);
    tracing::info!(
        number, %taken_at, projects, rows, root, administration, administration_hash, previous, hash, "anchor taken"
    );
}

/// Adds the line of an anchor to a file unless it ends with it, made if need be for nobody else to read, and waits for the
/// disk.
pub(crate) fn append(anchor: &Anchor, file: &Path) -> io::Result<()> {
    let mut file = File::options().read(true).append(true).create(true).mode(0o600).open(file)?;
    let line = format!("{anchor}\n");
    let end = end(&mut file, line.len() + 1)?;
    if end.ends_with(format!("\n{line}").as_bytes()) || end == line.as_bytes() {
        return Ok(());
    }
    // A line that was cut off in the middle must not take this one with it.
    let begin = if end.is_empty() || end.ends_with(b"\n") { "" } else { "\n" };
    file.write_all(format!("{begin}{line}").as_bytes())?;
    file.sync_all()
}

/// The last bytes of a file, so many at most.
fn end(file: &mut File, most: usize) -> io::Result<Vec<u8>> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(most.try_into().unwrap_or(u64::MAX))))?;
    let mut end = Vec::with_capacity(most);
    file.read_to_end(&mut end)?;
    Ok(end)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LINE: &str = concat!(
        "anchor=1 taken_at=2024-10-31T01:00:00.123456Z projects=2 rows=20 ",
        "root=68f1fa80b3240e69e3a2f7b2d4653960b5d190839bedd6ee7ac46f8b07a372a2 ",
        "administration=93 administration_hash=cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc ",
        "previous=0000000000000000000000000000000000000000000000000000000000000000 ",
        "hash=d9276d708e20b71c2e77cd91e9c40213f91c75c893045c86b04f84cc3342d212",
    );

    #[test]
    fn every_anchor_has_a_line_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("anchors.log");
        let anchor: Anchor = LINE.parse().unwrap();
        let check = |before: &str, expected: &str| {
            fs::write(&file, before).unwrap();
            append(&anchor, &file).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), expected);
        };
        check("", &format!("{LINE}\n"));
        check("before\n", &format!("before\n{LINE}\n"));
        check("cut of", &format!("cut of\n{LINE}\n"));
        check(&format!("before\n{LINE}\n"), &format!("before\n{LINE}\n"));
        check(&format!("{LINE}\n"), &format!("{LINE}\n"));
        check(&format!("{LINE}\nafter\n"), &format!("{LINE}\nafter\n{LINE}\n"));
        check(&format!("cut of{LINE}\n"), &format!("cut of{LINE}\n{LINE}\n"));
        fs::remove_file(&file).unwrap();
        append(&anchor, &file).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), format!("{LINE}\n"));
        assert!(append(&anchor, folder.path()).is_err(), "a folder is no file");
    }
}
