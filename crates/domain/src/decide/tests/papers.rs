//! Rules of papers.
