//! The anchors by themselves: their places, links and hashes, and that each is over the heads it stands for.

use std::collections::BTreeMap;

use super::finding::{Finding, Problem};
use crate::anchors::{AdministrationHead, Anchor, AnchoredHead, Heads};
use crate::history::GENESIS;

/// A check of anchors under way, wherever they come from. Whether the record has their heads is asked by
/// [`Finding::of_head`] and [`Finding::of_administration`].
#[derive(Debug)]
pub struct AnchorCheck {
    /// The last anchor seen.
    last: i64,
    /// Its hash.
    hash: String,
    /// What it covers.
    heads: Heads,
    administration: AdministrationHead,
    hashes: BTreeMap<i64, String>,
    findings: Vec<Finding>,
}

impl Default for AnchorCheck {
    fn default() -> Self {
        Self {
            last: 0,
            hash: GENESIS.to_owned(),
            heads: Heads::default(),
            administration: AdministrationHead::default(),
            hashes: BTreeMap::new(),
            findings: Vec::new(),
        }
    }
}

impl AnchorCheck {
    /// Looks at the next anchor, with the heads that were other ones at the anchor before.
    pub fn anchor(&mut self, anchor: &Anchor, changed: &[AnchoredHead]) {
        let number = anchor.number;
        if number != self.last + 1 {
            self.found(self.last + 1, Problem::Missing { to: number - 1 });
        }
        if anchor.previous != self.hash {
            self.found(number, Problem::Link);
        }
        if anchor.seal() != anchor.hash {
            self.found(number, Problem::Hash);
        }
        for head in changed {
            self.heads.set(head);
        }
        if self.heads.root() != anchor.root {
            self.found(number, Problem::Root);
        }
        let (counted_projects, counted_rows) = (self.heads.projects(), self.heads.rows());
        let Anchor { projects, rows, .. } = *anchor;
        if (projects, rows) != (counted_projects, counted_rows) {
            self.found(number, Problem::Extent { projects, rows, counted_projects, counted_rows });
        }
        if anchor.administration.sequence < self.administration.sequence {
            self.found(number, Problem::Back { sequence: anchor.administration.sequence });
        }
        self.administration.clone_from(&anchor.administration);
        (self.last, self.hash) = (number, anchor.hash.clone());
        self.hashes.insert(number, anchor.hash.clone());
    }

    fn found(&mut self, number: i64, problem: Problem) {
        self.add(Finding { anchor: Some(number), problem });
    }

    /// Adds what was found beside it.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// What it came to.
    pub fn finish(self) -> Verified {
        Verified { findings: self.findings, hashes: self.hashes }
    }
}

/// What a check of the anchors came to.
#[derive(Debug)]
pub struct Verified {
    /// Nothing when all is well.
    pub findings: Vec<Finding>,
    /// The hash of each anchor by its number, to be held against a copy from elsewhere.
    pub hashes: BTreeMap<i64, String>,
}
