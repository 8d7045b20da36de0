//! Checking a dump: the same chains and anchors by the same code, and that nothing of the file is missing.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use luodi_domain::ids::ProjectId;
use luodi_store::administration;
use luodi_store::anchors::{self, Anchor, AnchorCheck, AnchoredHead};
use luodi_store::history::{self, ChainCheck, ChainRow};

use super::{Exported, FORMAT, Line};
use crate::record::{Checked, Finding, Outside};

/// What is wrong with a line of a dump.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DumpProblem {
    /// The line is none that a dump has.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Nothing can be said of the rest.
    #[error("it is not the first line of a dump in format {FORMAT}")]
    NoHeader,
    /// A line where no such line can be.
    #[error("it is out of place")]
    Place,
    /// The file ends, and not with its last line.
    #[error("the dump was cut short: its last line is missing")]
    Cut,
    /// Lines were added or taken away.
    #[error("it says {said} {what}, there are {counted}")]
    Count {
        /// Of what.
        what: &'static str,
        /// What the last line says.
        said: u64,
        /// What there is.
        counted: u64,
    },
}

/// Checks a dump without the service and its database: every chain by its hashed texts, the anchors, that the record has
/// every head that one of them names, and a copy of the anchors from elsewhere, where one is given. Tells each finding as
/// it is made.
pub fn verify_dump(
    from: impl BufRead,
    outside: Option<&Outside>,
    mut tell: impl FnMut(Finding),
) -> io::Result<Checked> {
    let mut check = Check::default();
    let mut number = 0;
    for line in from.split(b'\n') {
        number += 1;
        let line = serde_json::from_slice::<Line>(&line?)
            .map_err(|error| unreadable(&error))
            .and_then(|line| if number == 1 { header(&line) } else { check.line(line, &mut tell) });
        let Err(problem) = line else { continue };
        tell(Finding::Dump { line: number, problem });
        if number == 1 {
            return Ok(Checked::default());
        }
    }
    if check.part != Part::End {
        tell(Finding::Dump { line: number + 1, problem: DumpProblem::Cut });
    }
    Ok(check.finish(outside, &mut tell))
}

fn header(line: &Line) -> Result<(), DumpProblem> {
    if *line == (Line::LuodiHistory { format: FORMAT }) { Ok(()) } else { Err(DumpProblem::NoHeader) }
}

/// Which part of the dump is being read; they follow one another in this order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    #[default]
    Anchors,
    Administration,
    Rows,
    End,
}

/// A check under way.
#[derive(Default)]
struct Check {
    part: Part,
    counts: Exported,
    projects: u64,
    anchors: AnchorCheck,
    /// The anchor whose heads are being read.
    anchor: Option<(Anchor, Vec<AnchoredHead>)>,
    /// Rows that anchors name, by project and sequence, with the numbers of these anchors: not yet seen.
    awaited: BTreeMap<ProjectId, BTreeMap<i64, Vec<(i64, AnchoredHead)>>>,
    /// The anchors by the row of the record of administration that they name: not yet seen.
    administered: BTreeMap<i64, Vec<Anchor>>,
    administration: administration::ChainCheck,
    /// The chain whose rows are being read, and the last row of it.
    chain: Option<(ChainCheck, i64)>,
}

impl Check {
    fn line(&mut self, line: Line, tell: &mut impl FnMut(Finding)) -> Result<(), DumpProblem> {
        match line {
            Line::Anchor(line) if self.part == Part::Anchors => {
                self.end_anchor();
                self.counts.anchors += 1;
                let anchor = line.parse().map_err(|error| unreadable(&error))?;
                self.anchor = Some((anchor, Vec::new()));
            }
            Line::Head { project, sequence, hash } if self.part == Part::Anchors => {
                self.counts.heads += 1;
                let project = ProjectId::parse(&project).map_err(|error| unreadable(&error))?;
                let Some((_, heads)) = &mut self.anchor else { return Err(DumpProblem::Place) };
                heads.push(AnchoredHead { project, sequence, hash });
            }
            Line::Administration { sequence, previous, hash, canonical }
                if self.part <= Part::Administration =>
            {
                self.begin(Part::Administration);
                self.counts.administration += 1;
                let row = administration::ChainRow { sequence, canonical, previous_hash: previous, hash };
                return self.administration(&row, tell);
            }
            Line::Row { project, sequence, previous, hash, canonical } if self.part <= Part::Rows => {
                self.begin(Part::Rows);
                self.counts.rows += 1;
                let project = ProjectId::parse(&project).map_err(|error| unreadable(&error))?;
                let row = ChainRow { project, sequence, canonical, previous_hash: previous, hash };
                return self.row(row, tell);
            }
            Line::End { anchors, heads, administration, rows } if self.part != Part::End => {
                self.begin(Part::End);
                let counts = self.counts;
                for (what, said, counted) in [
                    ("anchors", anchors, counts.anchors),
                    ("heads", heads, counts.heads),
                    ("rows of administration", administration, counts.administration),
                    ("rows", rows, counts.rows),
                ] {
                    if said != counted {
                        return Err(DumpProblem::Count { what, said, counted });
                    }
                }
            }
            _ => return Err(DumpProblem::Place),
        }
        Ok(())
    }

    fn begin(&mut self, part: Part) {
        self.end_anchor();
        self.part = part;
    }

    /// The heads of an anchor are all there.
    fn end_anchor(&mut self) {
        let Some((anchor, heads)) = self.anchor.take() else { return };
        self.anchors.anchor(&anchor, &heads);
        for head in heads {
            let of_project = self.awaited.entry(head.project).or_default();
            of_project.entry(head.sequence).or_default().push((anchor.number, head));
        }
        self.administered.entry(anchor.administration.sequence).or_default().push(anchor);
    }

    fn administration(
        &mut self,
        row: &administration::ChainRow,
        tell: &mut impl FnMut(Finding),
    ) -> Result<(), DumpProblem> {
        let anchors = self.administered.remove(&row.sequence).unwrap_or_default();
        let of = |anchor: &Anchor| anchors::Finding::of_administration(anchor, Some(&row.hash));
        anchors.iter().filter_map(of).map(Finding::Anchor).for_each(tell);
        let last = self.administration.last();
        self.administration.row(row);
        if row.sequence <= last { Err(DumpProblem::Place) } else { Ok(()) }
    }

    fn row(&mut self, row: ChainRow, tell: &mut impl FnMut(Finding)) -> Result<(), DumpProblem> {
        let awaited = self.awaited.get_mut(&row.project).and_then(|rows| rows.remove(&row.sequence));
        for (anchor, head) in awaited.unwrap_or_default() {
            anchors::Finding::of_head(anchor, &head, Some(&row.hash))
                .map(Finding::Anchor)
                .into_iter()
                .for_each(&mut *tell);
        }
        let place = (row.project, row.sequence);
        let last = self.chain.as_ref().map(|(chain, last)| (chain.project(), *last));
        if last.is_none_or(|(project, _)| project != row.project) {
            self.end_chain(tell);
            self.projects += 1;
        }
        let (chain, last_row) = self.chain.get_or_insert_with(|| (ChainCheck::of(row.project), 0));
        *last_row = row.sequence;
        chain.row(row);
        if last.is_some_and(|last| place <= last) { Err(DumpProblem::Place) } else { Ok(()) }
    }

    fn end_chain(&mut self, tell: &mut impl FnMut(Finding)) {
        let chain = self.chain.take();
        let findings: Vec<history::Finding> = chain.map(|(chain, _)| chain.finish()).unwrap_or_default();
        findings.into_iter().map(Finding::History).for_each(tell);
    }

    /// Also when the last line is missing: all that was read is checked.
    fn finish(mut self, outside: Option<&Outside>, tell: &mut impl FnMut(Finding)) -> Checked {
        self.end_anchor();
        self.end_chain(tell);
        let gone = self.awaited.values().flat_map(BTreeMap::values).flatten();
        let gone = gone.filter_map(|(anchor, head)| anchors::Finding::of_head(*anchor, head, None));
        gone.for_each(|finding| self.anchors.add(finding));
        let unseen = self.administered.values().flatten();
        let unseen = unseen.filter_map(|anchor| anchors::Finding::of_administration(anchor, None));
        unseen.for_each(|finding| self.anchors.add(finding));
        let administered = self.administration.finish();
        administered.findings.into_iter().map(Finding::Administration).for_each(&mut *tell);
        let anchors::Verified { mut findings, hashes } = self.anchors.finish();
        findings.sort_by_key(|finding| finding.anchor);
        findings.into_iter().map(Finding::Anchor).for_each(&mut *tell);
        if let Some(outside) = outside {
            outside.compare(&hashes, |finding| tell(Finding::Outside(finding)));
        }
        let Exported { anchors, rows, .. } = self.counts;
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        Checked { projects: self.projects, rows, administration: administered.rows, anchors }
    }
}

fn unreadable(error: &impl ToString) -> DumpProblem {
    DumpProblem::Unreadable(error.to_string())
}
