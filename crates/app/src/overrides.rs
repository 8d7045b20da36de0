//! What regions say otherwise than the permit catalogue 地方调整, and the catalogue as it stands in a place.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use luodi_domain::catalogue::{Catalogue, KeptRule, RegionalRule, Ruling};
use luodi_domain::ids::{OverrideId, RegionId};
use luodi_reference::catalogue::read_ruling;
use luodi_store::db::Conn;
use luodi_store::overrides;

use crate::{App, AppError};

/// A rule of a region, and how it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Who entered it, and by which document.
    pub kept: KeptRule,
    /// What it says.
    pub rule: RegionalRule,
}

impl Override {
    /// Reads what a rule says.
    pub(crate) fn read(kept: KeptRule) -> Result<Self, AppError> {
        let ruling = read_ruling(&kept.id.to_string(), &kept.says).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            AppError::Override(faults.join("; "))
        })?;
        let (region, code, source) = (kept.region, kept.code.clone(), kept.source.clone());
        let (valid_from, valid_to) = (kept.valid_from, kept.valid_to);
        Ok(Self { rule: RegionalRule { region, code, valid_from, valid_to, ruling, source }, kept })
    }

    /// All rules as this connection sees them.
    pub(crate) async fn all(conn: &mut Conn<'_>) -> Result<Vec<Self>, AppError> {
        let mut readable = Vec::new();
        for kept in overrides::all(conn).await? {
            let id = kept.id;
            match Self::read(kept) {
                Ok(rule) => readable.push(rule),
                // One that was changed past the service must not stand in the way of the others.
                Err(error) => tracing::error!(rule = %id, %error, "what a region says is passed over"),
            }
        }
        Ok(readable)
    }
}

/// What all regions say, and what becomes of the catalogue by it.
#[derive(Debug)]
pub struct Overrides {
    catalogue: Arc<Catalogue>,
    all: Vec<Arc<Override>>,
    rules: Vec<RegionalRule>,
    /// Regions that say anything.
    regions: BTreeSet<RegionId>,
    /// The catalogue by those of the regions above and at a place that say anything: places that hear the same share one.
    places: Mutex<HashMap<Vec<RegionId>, Arc<Catalogue>>>,
}

impl Overrides {
    fn new(catalogue: Arc<Catalogue>, all: Vec<Override>) -> Self {
        let rules: Vec<RegionalRule> =
            all.iter().map(|one| one.rule.clone()).filter(|rule| !rule.never_holds()).collect();
        let regions = rules.iter().map(|rule| rule.region).collect();
        Self {
            catalogue,
            all: all.into_iter().map(Arc::new).collect(),
            rules,
            regions,
            places: Mutex::default(),
        }
    }

    /// What holds while no region says anything.
    pub(crate) fn none(catalogue: Arc<Catalogue>) -> Self {
        Self::new(catalogue, Vec::new())
    }

    /// The last day, up to this one, on which an entry of the catalogue, or what a region says of one, began to hold or held
    /// no more; nothing if none ever did.
    pub(crate) fn changed_by(&self, day: NaiveDate) -> Option<NaiveDate> {
        let turns = self.rules.iter().flat_map(|rule| {
            let ended = rule.valid_to.and_then(|last| last.succ_opt());
            [Some(rule.valid_from), ended].into_iter().flatten()
        });
        turns.chain(self.catalogue.changed_by(day)).filter(|turn| *turn <= day).max()
    }

    /// Whether no region says anything: the catalogue is the same everywhere.
    pub fn none_holds(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules of these regions, by code and first day, with those that never held.
    pub fn of_regions(&self, regions: &[RegionId]) -> impl Iterator<Item = &Arc<Override>> {
        self.all.iter().filter(move |one| regions.contains(&one.rule.region))
    }

    /// A rule by its id.
    pub fn find(&self, id: OverrideId) -> Option<&Arc<Override>> {
        self.all.iter().find(|one| one.kept.id == id)
    }

    /// Whether a rule changes anything in its own region on a day, which lies below these, nearest first: not where
    /// they have no such entry that it could take off or have otherwise.
    pub fn has_effect(
        &self,
        one: &Override,
        above: impl IntoIterator<Item = RegionId>,
        day: NaiveDate,
    ) -> bool {
        let there = || self.catalogue_of(above).entry(&one.rule.code, day).is_some();
        one.rule.holds_on(day) && (matches!(one.rule.ruling, Ruling::Extra(_)) || there())
    }

    /// The permit catalogue as it stands in a place: its region and those above it, nearest first.
    pub fn catalogue_of(&self, place: impl IntoIterator<Item = RegionId>) -> Arc<Catalogue> {
        let place: Vec<RegionId> = place.into_iter().filter(|region| self.regions.contains(region)).collect();
        if place.is_empty() {
            return Arc::clone(&self.catalogue);
        }
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let laid = |place: &Vec<RegionId>| Arc::new(self.catalogue.in_place(place, &self.rules));
        let found = places.entry(place);
        Arc::clone(match found {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(open) => {
                let laid = laid(open.key());
                open.insert(laid)
            }
        })
    }
}

impl App {
    /// The permit catalogue as it stands in a place now: its region and those above it, nearest first. One statement, unless
    /// a region said something since the last time.
    pub async fn catalogue_of(
        &self,
        place: impl IntoIterator<Item = RegionId>,
    ) -> Result<Arc<Catalogue>, AppError> {
        Ok(self.notices().await?.overrides.catalogue_of(place))
    }

    /// What regions say after so many changes. Nothing is read where there was none.
    pub(crate) async fn overrides_after(
        &self,
        conn: &mut Conn<'_>,
        changes: i64,
    ) -> Result<Arc<Overrides>, AppError> {
        if let Some(known) = self.known.overrides.after(changes) {
            return Ok(known);
        }
        let all = if changes == 0 { Vec::new() } else { Override::all(conn).await? };
        let found = Arc::new(Overrides::new(self.catalogue(), all));
        self.known.overrides.keep(changes, &found);
        Ok(found)
    }
}
