//! Every list in every order, so that what holds for all is tested of all.

use super::{DIRECTIONS, ENTRY_KEYS, PERMIT_KEYS, PROJECT_KEYS};
use crate::db::Conn;
use crate::list::history::{self, HistoryPaging};
use crate::list::permits::{self, PermitKey, Permits};
use crate::list::projects::{self, ProjectKey, Projects};
use crate::list::registry::{self, Agencies, Enterprises, EntryKey, Officers};
use crate::list::{Direction, Filter, Order, Page, Paging, PlaceError};

/// A list, and what it is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Projects(ProjectKey),
    Permits(PermitKey),
    Agencies(EntryKey),
    Officers(EntryKey),
    Enterprises(EntryKey),
    History,
}

impl List {
    /// All of them, both ways.
    pub(super) fn all() -> impl Iterator<Item = (Self, Direction)> {
        let lists = PROJECT_KEYS
            .map(Self::Projects)
            .into_iter()
            .chain(PERMIT_KEYS.map(Self::Permits))
            .chain(ENTRY_KEYS.map(Self::Agencies))
            .chain(ENTRY_KEYS.map(Self::Officers))
            .chain(ENTRY_KEYS.map(Self::Enterprises))
            .chain([Self::History]);
        lists.flat_map(|list| DIRECTIONS.map(|direction| (list, direction)))
    }

    /// Whether a page of it can begin after this place.
    pub(super) fn takes(self, direction: Direction, place: &str) -> Result<(), PlaceError> {
        macro_rules! takes {
            ($list:ty, $key:expr) => {
                Paging::<$list>::new(&[Order { key: $key, direction }], Some(place), 1).map(drop)
            };
        }
        match self {
            Self::Projects(key) => takes!(Projects, key),
            Self::Permits(key) => takes!(Permits, key),
            Self::Agencies(key) => takes!(Agencies, key),
            Self::Officers(key) => takes!(Officers, key),
            Self::Enterprises(key) => takes!(Enterprises, key),
            Self::History => HistoryPaging::new(direction, Some(place), 1).map(drop),
        }
    }

    /// A page of it, by what names its rows.
    pub(super) async fn page(
        self,
        conn: &mut Conn<'_>,
        direction: Direction,
        after: Option<&str>,
        limit: u32,
    ) -> Page<String> {
        macro_rules! page {
            ($page:path, $key:expr) => {{
                let paging = Paging::new(&[Order { key: $key, direction }], after, limit).unwrap();
                named($page(conn, &Filter::default(), &paging).await.unwrap(), |id| id.to_string())
            }};
        }
        match self {
            Self::Projects(key) => page!(projects::page, key),
            Self::Permits(key) => page!(permits::page, key),
            Self::Agencies(key) => page!(registry::agencies, key),
            Self::Officers(key) => page!(registry::officers, key),
            Self::Enterprises(key) => page!(registry::enterprises, key),
            Self::History => {
                let paging = HistoryPaging::new(direction, after, limit).unwrap();
                let page = history::page(conn, &Filter::default(), &paging).await.unwrap();
                named(page, |(project, sequence)| format!("{project} {sequence}"))
            }
        }
    }
}

fn named<I>(page: Page<I>, name: impl Fn(I) -> String) -> Page<String> {
    Page { rows: page.rows.into_iter().map(|(row, place)| (name(row), place)).collect() }
}
