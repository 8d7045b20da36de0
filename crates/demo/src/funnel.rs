//! How many projects have come how far, and which: the year's 438 signed ones, those talked about beside them, and those
//! of the articles.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use luodi_app::chronicle::Registry;
use luodi_domain::agreement::AgreementKind;
use luodi_domain::ids::{EnterpriseId, OfficerId};
use luodi_domain::money::Money;
use luodi_domain::registry::Enterprise;
use luodi_domain::stage::{Stage, Track};
use rand::RngExt;
use rand::rngs::StdRng;

use crate::DemoError;
use crate::amounts::adding_up;
use crate::calendar::later;
use crate::city::City;
use crate::codes::credit_code;
use crate::content::articles::{ARTICLES, Article};
use crate::content::facts::{Facts, Site, asked};
use crate::content::keys::{KEYS, Key, Profile};
use crate::content::names;
use crate::content::products::{Kind, PRODUCTS, Product};
use crate::dates;
use crate::ids::Mint;
use crate::life::{Course, Sketch};
use crate::number::{Cohort, Number};

/// 签约项目 of the year, and their total in hundredths of 亿元.
const SIGNED_TOTAL: i64 = 137_495;
/// The other projects that no article names, by stage.
const OTHERS: &[(Stage, usize)] = &[
    (Stage::Producing, 24),
    (Stage::Started, 66),
    (Stage::Permitting, 150),
    (Stage::Signed, 134),
    (Stage::Negotiation, 124),
    (Stage::Lead, 96),
];
/// How many projects the offices of the city land, of a hundred, in the order of the offices.
const SHARES: &[u32] = &[4, 15, 10, 12, 8, 8, 7, 9, 9, 7, 5, 6];
/// Fairs at which contracts of the year were signed: the month, the name, and how many.
const FAIRS: &[(u32, &str, usize)] =
    &[(7, "第三十届兰洽会", 81), (5, "文博会", 14), (6, "中博会", 15), (9, "药博会", 14)];

/// A year's projects that are to be told; enterprises are put into the city's registry. Those of the articles are among the
/// projects of the first cohort only.
pub(crate) fn sketches(
    city: &mut City,
    mint: &Mint,
    founded: DateTime<Utc>,
    cohort: Cohort,
    rng: &mut StdRng,
) -> Result<Vec<Sketch>, DemoError> {
    let mut making = Making { city, mint, founded, cohort, rng, sketches: Vec::new() };
    for key in KEYS {
        for profile in key.profiles {
            for _ in 0..profile.many {
                making.key(key, profile)?;
            }
        }
    }
    let keys = making.sketches.len();
    for &(stage, many) in OTHERS {
        for index in 0..many {
            making.other(stage, index)?;
        }
    }
    let named = if cohort == Cohort::FIRST { ARTICLES } else { &[] };
    for article in named {
        making.article(article)?;
    }
    let mut sketches = making.sketches;
    let signed = |sketch: &&mut Sketch| is_signed_this_year(sketch);
    let many = sketches.iter_mut().filter(signed).count();
    let amounts = adding_up(SIGNED_TOTAL, many, keys, rng);
    for (sketch, amount) in sketches.iter_mut().filter(signed).zip(amounts) {
        sketch.amount = Some(amount);
    }
    for &(month, fair, many) in FAIRS {
        let of_month = sketches.iter_mut().filter(|sketch| {
            is_signed_this_year(sketch) && sketch.fair.is_none() && sketch.days.sign.month() == month
        });
        for sketch in of_month.take(many) {
            sketch.fair = Some(fair);
        }
    }
    Ok(sketches)
}

/// Whether a project was signed between January and October 2024.
fn is_signed_this_year(sketch: &Sketch) -> bool {
    let last = NaiveDate::from_ymd_opt(2024, 10, 30).unwrap_or_default();
    sketch.days.sign.year() == 2024 && sketch.days.sign <= last
}

struct Making<'a> {
    city: &'a mut City,
    mint: &'a Mint,
    founded: DateTime<Utc>,
    cohort: Cohort,
    rng: &'a mut StdRng,
    sketches: Vec<Sketch>,
}

impl Making<'_> {
    /// A key project. What befalls it takes time, so that it has to have started by the autumn.
    fn key(&mut self, key: &Key, profile: &Profile) -> Result<(), DemoError> {
        let stage = if key.producing { Stage::Producing } else { Stage::Started };
        let product = PRODUCTS.iter().find(|product| product.name == key.product);
        let product = product.ok_or(DemoError::Content(key.product))?;
        let mut sketch = self.sketch(product, stage)?;
        let early = NaiveDate::from_ymd_opt(2024, 9, 13).unwrap_or_default();
        while profile.course != Course::Plain && sketch.days.start > early {
            sketch.days = dates::days(stage, self.rng);
        }
        sketch.facts = Facts { site: profile.site, more: profile.more, ..sketch.facts };
        sketch.labels = vec!["重大项目"];
        sketch.course = profile.course;
        self.sketches.push(sketch);
        Ok(())
    }

    fn other(&mut self, stage: Stage, index: usize) -> Result<(), DemoError> {
        let fits = |product: &&Product| match stage {
            Stage::Permitting | Stage::Started => product.track.has(stage),
            _ => true,
        };
        let product = product(index, fits)?;
        let mut sketch = self.sketch(product, stage)?;
        let (site, more) = ground(product, stage, self.rng);
        sketch.facts = Facts { site, more, ..sketch.facts };
        sketch.course = befalls(&mut sketch, stage, index);
        if index % 13 == 5 && stage > Stage::Lead {
            sketch.entry = Stage::Negotiation;
        }
        if index % 7 == 3 {
            sketch.labels.push("东西部协作");
        }
        self.sketches.push(sketch);
        Ok(())
    }

    fn article(&mut self, article: &Article) -> Result<(), DemoError> {
        let of_city = article.region == "庆阳市";
        let place = self.city.offices.iter().position(|office| office.region == article.region);
        let office = place.ok_or(DemoError::Content("an article's region"))?;
        let this_year = article.year == 2024;
        let days = if this_year {
            dates::days(article.stage, self.rng)
        } else {
            dates::of_year(article.stage, article.year, self.rng)
        };
        let from_ledger = article.year < 2021 && article.stage >= Stage::Started;
        let stem = article.name.trim_end_matches("项目");
        let investor = self.enterprise(format!("{stem}投资主体"), ("外地", "110108"))?;
        let code = self.city.offices.get(office).map_or("621002", |office| office.code);
        let company = self.enterprise(format!("{stem}项目公司"), (article.region, code))?;
        let amount = self.rng.random_range(1..12) * 100 + 20;
        self.sketches.push(Sketch {
            number: self.number()?,
            name: article.name.to_owned(),
            alias: article.alias.map(str::to_owned),
            track: article.track,
            chain: article.chain,
            industry: None,
            office,
            specialist: self.specialist(office)?,
            amount: Some(Money::from_fen(amount * 100_000_000)),
            labels: if of_city { vec!["省市重点招商"] } else { vec!["案例项目"] },
            days,
            entry: if from_ledger { article.stage } else { Stage::Lead },
            facts: facts(article.name, article.kind),
            since: None,
            course: Course::Plain,
            agreement: AgreementKind::Contract,
            fair: None,
            early_filing: article.stage == Stage::Negotiation,
            investor,
            company,
        });
        Ok(())
    }

    fn number(&self) -> Result<Number, DemoError> {
        self.cohort.number(self.sketches.len())
    }

    fn specialist(&self, office: usize) -> Result<OfficerId, DemoError> {
        let specialists = self.city.offices.get(office).map(|office| office.specialists.as_slice());
        let specialists = specialists.unwrap_or_default();
        let place = self.sketches.len().checked_rem(specialists.len());
        place.and_then(|place| specialists.get(place)).copied().ok_or(DemoError::Content("no specialist"))
    }

    fn sketch(&mut self, product: &'static Product, stage: Stage) -> Result<Sketch, DemoError> {
        let number = self.number()?;
        let office = self.office();
        let (region, code) = self
            .city
            .offices
            .get(office)
            .map(|office| (office.region, office.code))
            .ok_or(DemoError::Content("no such office"))?;
        let brand = names::brand(number.place());
        let home = names::home(self.rng);
        let field = product.chain;
        let investor = self.enterprise(format!("{}{brand}{field}有限公司", home.0), home)?;
        let company = if stage >= Stage::Signed {
            self.enterprise(format!("庆阳{brand}{}有限公司", product.name), (region, code))?
        } else {
            investor
        };
        let agreement = if number.is_every(4) { AgreementKind::Agreement } else { AgreementKind::Contract };
        let amount = self.rng.random_range(30..600) * 100_000_000;
        Ok(Sketch {
            number,
            name: format!("{region}{brand}{}项目", product.name),
            alias: Some(brand),
            track: product.track,
            chain: Some(product.chain),
            industry: Some(product.industry),
            office,
            specialist: self.specialist(office)?,
            amount: Some(Money::from_fen(amount)),
            labels: Vec::new(),
            days: dates::days(stage, self.rng),
            entry: Stage::Lead,
            facts: facts(product.name, product.kind),
            since: None,
            course: Course::Plain,
            agreement,
            fair: None,
            early_filing: false,
            investor,
            company,
        })
    }

    fn office(&mut self) -> usize {
        let mut drawn = self.rng.random_range(0..SHARES.iter().sum::<u32>());
        SHARES
            .iter()
            .position(|share| {
                let here = drawn < *share;
                drawn = drawn.saturating_sub(*share);
                here
            })
            .unwrap_or(0)
    }

    fn enterprise(&mut self, name: String, home: (&str, &str)) -> Result<EnterpriseId, DemoError> {
        let registry: &mut Registry = &mut self.city.registry;
        let serial = u32::try_from(registry.enterprises.len()).unwrap_or(0) * 37 + 100_001;
        let id = EnterpriseId::from_uuid(self.mint.id(self.founded));
        registry.enterprises.push(Enterprise {
            id,
            name,
            former_names: BTreeSet::new(),
            credit_code: Some(credit_code(home.1, serial)?),
            registered_at: Some(home.0.to_owned()),
            version: 1,
        });
        Ok(id)
    }
}

/// What is known of a project of this name and kind, on the land on which most of its kind are.
fn facts(name: &str, kind: Kind) -> Facts {
    let (template, product) = asked(name, kind);
    let site = match kind {
        Kind::Plant | Kind::Chemical | Kind::DataCentre | Kind::Tourism => Site::Held,
        Kind::Energy => Site::Open,
        Kind::Farm => Site::Facility,
        Kind::Workshop | Kind::Light => Site::Premises,
    };
    Facts { template, product, site, more: "" }
}

/// What is on or below the land of some projects, in and out of town.
const IN_TOWN: &[&str] = &[
    "mineral_area yes",
    "temporary_land_ha 1.5; temporary_farmland no",
    "geo_hazard yes",
    "relics yes",
    "water_m3_day 260; groundwater yes",
    "road_cut yes; traffic_impact yes",
    "river_zone COUNTY",
    "city_trees 14",
];
const OUT_OF_TOWN: &[&str] = &[
    "forest_ha 2.4; forest_class COMMERCIAL; fells_trees yes",
    "forest_ha 1.1; forest_class OTHER; temporary_forest_ha 0.6",
    "grass_ha 6",
    "mineral_area yes",
    "temporary_land_ha 1.5; temporary_farmland no",
    "geo_hazard yes",
    "relics yes",
    "highway_access HIGHWAY",
];

/// On which land a project lies, and what is about it: who has come far had it easy.
fn ground(product: &Product, stage: Stage, rng: &mut StdRng) -> (Site, &'static str) {
    let drawn = rng.random_range(0..100);
    let usual = facts(product.name, product.kind).site;
    let site = match (product.kind, stage) {
        _ if product.name == "窑洞民宿集群" => Site::Open,
        (Kind::Plant | Kind::Chemical | Kind::DataCentre | Kind::Tourism, Stage::Started) => match drawn {
            0..70 => Site::Held,
            70..90 => Site::Standard,
            _ => Site::Sold,
        },
        (
            Kind::Plant | Kind::Chemical | Kind::DataCentre | Kind::Tourism,
            Stage::Signed | Stage::Permitting,
        ) => match drawn {
            0..40 => Site::Held,
            40..65 => Site::Standard,
            65..85 => Site::Sold,
            _ => Site::Farmland,
        },
        (Kind::Energy, Stage::Signed | Stage::Permitting) if drawn < 40 => Site::Allocated,
        _ => usual,
    };
    let special = rng.random_range(0..3) == 0 && site != Site::Premises && stage < Stage::Producing;
    let ground =
        if matches!(site, Site::Open | Site::Allocated | Site::Facility) { OUT_OF_TOWN } else { IN_TOWN };
    let more = if special { names::pick(rng, ground).unwrap_or("") } else { "" };
    (site, more)
}

/// The products that fit, taking turns.
fn product(index: usize, fits: impl Fn(&&Product) -> bool) -> Result<&'static Product, DemoError> {
    let fitting: Vec<&'static Product> = PRODUCTS.iter().filter(fits).collect();
    let place = index.checked_rem(fitting.len()).ok_or(DemoError::Content("no product"))?;
    Ok(fitting[place])
}

/// What befalls the ordinary project of a stage; its days are moved where that takes time.
fn befalls(sketch: &mut Sketch, stage: Stage, index: usize) -> Course {
    let days = &mut sketch.days;
    let autumn = NaiveDate::from_ymd_opt(2024, 9, 2).unwrap_or_default();
    match (stage, index % 20) {
        (Stage::Negotiation, 3) if days.negotiation < autumn => {
            Course::Withdrawn(later(days.negotiation, 40))
        }
        (Stage::Negotiation | Stage::Signed | Stage::Permitting, 7) if days.negotiation < autumn => {
            Course::Reopened
        }
        (Stage::Signed, 4) if days.sign < autumn => Course::Withdrawn(later(days.sign, 45)),
        (Stage::Signed, 9) if days.sign < autumn => Course::Paused,
        (Stage::Permitting, 4) if days.permit < autumn => Course::Returned,
        (Stage::Permitting, 9) if days.permit < autumn => Course::Paused,
        (Stage::Permitting, 12) if index < 60 && days.permit < autumn => {
            Course::Withdrawn(later(days.permit, 40))
        }
        (Stage::Permitting | Stage::Started, 14) if days.sign < autumn => {
            days.permit = days.permit.max(later(days.sign, 26));
            Course::Resumed
        }
        (Stage::Started, 2) => Course::WithGaps,
        (Stage::Signed | Stage::Permitting | Stage::Started, 16) => Course::Renamed,
        (Stage::Permitting | Stage::Started, 18) if sketch.track == Track::NewBuild => Course::Phases,
        _ => Course::Plain,
    }
}
