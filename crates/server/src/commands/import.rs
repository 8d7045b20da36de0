//! `luodi import …`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use luodi_domain::words::Words;
use luodi_ledger::reading::{self, Control, Ledger, Problem, Row};
use luodi_ledger::sheet::{self, At, Limits, Sheet};

use crate::arguments::LedgerFile;
use crate::failure::Failure;
use crate::output::say;

/// Reads a ledger and says what it reads and refuses; nothing is entered, so no database is asked.
pub(super) fn ledger(options: LedgerFile) -> Result<(), Failure> {
    let LedgerFile { file, sheet: named, json, dry_run: _ } = options;
    let bytes = bytes(&file).map_err(|source| Failure::File { path: file.clone(), source })?;
    let refused = |words: Words| Failure::Ledger { path: file.clone(), words };
    let sheets = sheet::read(&bytes, Limits::default()).map_err(|error| refused(error.words()))?;
    let chosen = match &named {
        Some(name) => sheets.iter().find(|sheet| sheet.name == *name),
        None => reading::choose(&sheets),
    };
    let chosen = chosen.ok_or_else(|| refused(no_sheet(&sheets)))?;
    let ledger = reading::read(chosen, &|_| None).map_err(|error| refused(error.words()))?;
    tell(&ledger, chosen);
    match json {
        Some(path) => write(&path, &ledger).map_err(|source| Failure::File { path, source }),
        None => Ok(()),
    }
}

/// What stands in a file, as far as anything of it would be read.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(Limits::default().file + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn no_sheet(sheets: &[Sheet]) -> Words {
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    Words::new(
        format!("没有这个工作表；现有：{}", names.join("、")),
        format!("there is no such sheet; there are: {}", names.join(", ")),
    )
}

fn write(path: &PathBuf, ledger: &Ledger) -> io::Result<()> {
    std::fs::write(path, format!("{:#}\n", luodi_ledger::json::ledger(ledger)))
}

fn tell(ledger: &Ledger, sheet: &Sheet) {
    let refused: Vec<&Row> = ledger.rows.iter().filter(|row| !row.problems.is_empty()).collect();
    let read = ledger.rows.len() - refused.len();
    say(format_args!("工作表 / sheet: {}", ledger.sheet));
    if let Some(day) = ledger.as_of {
        say(format_args!("截至 / as of: {day}"));
    }
    say(format_args!("读到项目 / projects read: {read}; 拒绝 / refused: {}", refused.len()));
    let unknown: Vec<String> = ledger
        .header
        .columns
        .iter()
        .filter(|column| column.field.is_none())
        .map(|column| {
            format!(
                "{} {}",
                At { row: ledger.header.last, column: column.column }.address(),
                column.heading()
            )
        })
        .collect();
    if !unknown.is_empty() {
        say(format_args!("不认得的列 / columns not known: {}", unknown.join(", ")));
    }
    if !sheet.hidden_rows.is_empty() {
        let rows: Vec<String> =
            sheet.hidden_rows.iter().map(|row| (u64::from(*row) + 1).to_string()).collect();
        say(format_args!("隐藏的行也读 / hidden rows, read as well: {}", rows.join(", ")));
    }
    for row in refused {
        for problem in &row.problems {
            say(told(row, problem));
        }
    }
    for control in ledger.controls.iter().filter(|control| !control.holds()) {
        say(off(control));
    }
}

/// What cannot be read: cell, column, what stands there, the rule, and what to write instead.
fn told(row: &Row, problem: &Problem) -> String {
    let place = match problem.column {
        Some(column) => At { row: row.number - 1, column }.address(),
        None => row.number.to_string(),
    };
    let Words { zh, en } = problem.mistake.words();
    format!("{place} {}: {zh} / {en}", problem.field)
}

/// A sum that does not hold: what it says, and what there is.
fn off(control: &Control) -> String {
    let mut told = vec![format!("{} {}: 与上文不符 / does not add up", control.number, control.label)];
    if let Some((said, there)) = control.count.filter(|(said, there)| said != there) {
        told.push(format!("个数 / projects {said} ≠ {there}"));
    }
    if let Some((said, there)) = control.investment.filter(|(said, there)| said != there) {
        told.push(format!("总投资 / investment {} ≠ {}", said.format_yi(), there.format_yi()));
    }
    if control.unread > 0 {
        told.push(format!(
            "总投资读不出的行 / rows without an investment that can be read: {}",
            control.unread
        ));
    }
    told.join("; ")
}
