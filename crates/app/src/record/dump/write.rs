//! Writing the record into a file.

use std::io::{self, Write};

use luodi_store::db::{Conn, StoreError};
use luodi_store::{administration, anchors, history};

use super::{FORMAT, Line};
use crate::App;

/// Rows held in memory at a time.
const PAGE: i64 = 500;

/// How much was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Anchors.
    pub anchors: u64,
    /// Heads that they changed.
    pub heads: u64,
    /// Rows of the record of administration.
    pub administration: u64,
    /// Rows of the history.
    pub rows: u64,
}

/// Why the record could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Where it goes does not take it.
    #[error(transparent)]
    Write(#[from] io::Error),
}

impl App {
    /// Writes the histories of all projects, the record of administration and the anchors over them, as they are at one
    /// moment. What is written so far when it fails lacks the last line, and is found wanting.
    pub async fn export_history(&self, to: &mut (dyn Write + Send)) -> Result<Exported, ExportError> {
        let mut conn = self.db.snapshot().await?;
        let mut exported = Exported::default();
        put(to, &Line::LuodiHistory { format: FORMAT })?;
        put_anchors(&mut conn, to, &mut exported).await?;
        put_administration(&mut conn, to, &mut exported).await?;
        put_rows(&mut conn, to, &mut exported).await?;
        let Exported { anchors, heads, administration, rows } = exported;
        put(to, &Line::End { anchors, heads, administration, rows })?;
        to.flush()?;
        Ok(exported)
    }
}

async fn put_anchors(
    conn: &mut Conn<'_>,
    to: &mut (dyn Write + Send),
    exported: &mut Exported,
) -> Result<(), ExportError> {
    let mut after = 0;
    loop {
        let page = anchors::page(conn, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.number;
        for anchor in page {
            put(to, &Line::Anchor(anchor.to_string()))?;
            exported.anchors += 1;
            for head in anchors::heads_of(conn, anchor.number).await? {
                let (project, sequence, hash) = (head.project.to_string(), head.sequence, head.hash);
                put(to, &Line::Head { project, sequence, hash })?;
                exported.heads += 1;
            }
        }
    }
}

async fn put_administration(
    conn: &mut Conn<'_>,
    to: &mut (dyn Write + Send),
    exported: &mut Exported,
) -> Result<(), ExportError> {
    let mut after = 0;
    loop {
        let page = administration::chain_rows(conn, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.sequence;
        for row in page {
            let administration::ChainRow { sequence, canonical, previous_hash: previous, hash } = row;
            put(to, &Line::Administration { sequence, previous, hash, canonical })?;
            exported.administration += 1;
        }
    }
}

async fn put_rows(
    conn: &mut Conn<'_>,
    to: &mut (dyn Write + Send),
    exported: &mut Exported,
) -> Result<(), ExportError> {
    let mut after = None;
    loop {
        let page = history::chain_rows(conn, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some((last.project, last.sequence));
        for row in page {
            let history::ChainRow { project, sequence, canonical, previous_hash: previous, hash } = row;
            put(to, &Line::Row { project: project.to_string(), sequence, previous, hash, canonical })?;
            exported.rows += 1;
        }
    }
}

fn put(to: &mut (dyn Write + Send), line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *to, line)?;
    to.write_all(b"\n")
}
