//! One row of a ledger.

use std::collections::BTreeMap;

use luodi_domain::agreement::AgreementKind;
use luodi_domain::codes::{CreditCode, ProjectCode, RegionCode};
use luodi_domain::partial_date::PartialDate;
use luodi_domain::stage::Stage;

use super::whole::Reader;
use crate::sheet::Cell;
use crate::table::{Column, Field, Months};
use crate::value::{self, Amount, Mistake, Person, Tick, half_width, is_nothing, shown};

/// What a row says of a project. What its column does not exist for, or its cell does not say, is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Its number in the sheet, from 1.
    pub number: u32,
    /// 项目名称, as it stands there.
    pub name: Option<String>,
    /// 项目代码.
    pub project_code: Option<ProjectCode>,
    /// 投资方.
    pub investor: Option<String>,
    /// 统一社会信用代码.
    pub credit_code: Option<CreditCode>,
    /// 县(区), as it stands there, or as its section is called.
    pub county: Option<String>,
    /// Its code, where the name is known.
    pub region_code: Option<RegionCode>,
    /// 园区.
    pub park: Option<String>,
    /// 产业链.
    pub chain: Option<String>,
    /// 总投资.
    pub investment: Option<Amount>,
    /// 签约类型.
    pub agreement: Option<AgreementKind>,
    /// 签约时间.
    pub signed_on: Option<PartialDate>,
    /// 包抓领导.
    pub leaders: Vec<Person>,
    /// 责任单位.
    pub agency: Option<String>,
    /// 责任人.
    pub owners: Vec<Person>,
    /// 落地专员.
    pub agent: Option<Person>,
    /// 企业联系人.
    pub contacts: Vec<Person>,
    /// Permits by the keys of their headings.
    pub permits: BTreeMap<&'static str, Tick>,
    /// 阶段.
    pub stage: Option<Stage>,
    /// 计划开工.
    pub planned_start: Option<PartialDate>,
    /// 开工时间.
    pub started_on: Option<PartialDate>,
    /// 计划投产.
    pub planned_production: Option<PartialDate>,
    /// 投产时间.
    pub produced_on: Option<PartialDate>,
    /// 累计到位资金.
    pub funds: Option<Amount>,
    /// 到位资金 of months, as given and never added up.
    pub funds_of: BTreeMap<Months, Amount>,
    /// 本年到位资金.
    pub funds_this_year: Option<Amount>,
    /// 本月到位资金.
    pub funds_this_month: Option<Amount>,
    /// 年度计划投资.
    pub year_plan: Option<Amount>,
    /// What else stands there as text, by field.
    pub texts: BTreeMap<Field, String>,
    /// What cannot be read; a row with any of them is refused whole.
    pub problems: Vec<Problem>,
}

/// What cannot be read in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The column, from 0; nothing where it is the row as a whole.
    pub column: Option<u32>,
    /// What the column is called, in one word: 总投资.
    pub field: String,
    /// What stands there.
    pub found: String,
    /// What is wrong with it.
    pub mistake: Mistake,
}

impl Problem {
    /// What is wrong, as in a list of refused rows: 统一社会信用代码校验位错误.
    pub fn reason(&self) -> String {
        format!("{}{}", self.field, self.mistake.rule())
    }
}

impl Row {
    /// Reads a row.
    pub(super) fn read(reader: &Reader<'_, '_>, row: u32, section: Option<&str>) -> Self {
        let mut read = Self { number: row + 1, county: section.map(str::to_owned), ..Self::default() };
        for column in &reader.header.columns {
            let Some(field) = column.field else { continue };
            let Some(cell) = reader.rows.cell(row, column.column) else {
                if let Field::Permit(key) = field {
                    read.permits.entry(key).or_insert(Tick::NotDone);
                }
                continue;
            };
            if let Err(mistake) = read.take(reader, column, field, cell) {
                let (column, field) = (Some(column.column), name_of(column, field));
                read.problems.push(Problem { column, field, found: shown(cell), mistake });
            }
        }
        read.region_code = read.county.as_deref().and_then(|county| (reader.region)(county));
        if read.name.is_none() {
            let (field, found) = ("项目名称".to_owned(), String::new());
            read.problems.push(Problem { column: None, field, found, mistake: Mistake::NameMissing });
        }
        read
    }

    fn take(
        &mut self,
        reader: &Reader<'_, '_>,
        column: &Column,
        field: Field,
        cell: &Cell,
    ) -> Result<(), Mistake> {
        if let Cell::Error(error) = cell {
            return Err(Mistake::Formula(error.clone()));
        }
        let text = || Some(shown(cell).trim().to_owned()).filter(|text| !is_nothing(&half_width(text)));
        let line = || text().map(|text| half_width(&text).replace('\n', ""));
        let date = || value::date(cell, reader.year);
        let amount = || value::amount(cell, column.unit.or(reader.unit));
        match field {
            Field::Name => self.name = line(),
            Field::ProjectCode => self.project_code = value::project_code(cell)?,
            Field::Investor => self.investor = line(),
            Field::CreditCode => self.credit_code = value::credit_code(cell)?,
            Field::County => self.county = line().or(self.county.take()),
            Field::Park => self.park = line(),
            Field::Chain => self.chain = line(),
            Field::Investment => self.investment = amount()?,
            Field::Agreement => self.agreement = value::agreement(&shown(cell))?,
            Field::SignedOn => self.signed_on = date()?,
            Field::Leader => self.leaders = value::people(&shown(cell)),
            Field::Agency => self.agency = line(),
            Field::Owners => self.owners = value::people(&shown(cell)),
            Field::Agent => self.agent = value::people(&shown(cell)).into_iter().next().or(self.agent.take()),
            Field::AgentPhone => {
                let phone = value::phones(&half_width(&shown(cell))).0.into_iter().next();
                let agent = self.agent.get_or_insert_default();
                agent.phone = phone.or(agent.phone.take());
            }
            Field::Contact => self.contacts = value::people(&shown(cell)),
            Field::Permit(key) => {
                self.permits.insert(key, value::tick(cell)?);
            }
            Field::Stage => self.stage = value::stage(&shown(cell))?,
            Field::PlannedStart => self.planned_start = date()?,
            Field::StartedOn => self.started_on = date()?,
            Field::PlannedProduction => self.planned_production = date()?,
            Field::ProducedOn => self.produced_on = date()?,
            Field::Funds => self.funds = amount()?,
            Field::FundsThisYear => self.funds_this_year = amount()?,
            Field::FundsThisMonth => self.funds_this_month = amount()?,
            Field::FundsOf(months) => {
                if let Some(amount) = amount()? {
                    self.funds_of.insert(months, amount);
                }
            }
            Field::YearPlan => self.year_plan = amount()?,
            Field::Serial
            | Field::Address
            | Field::Content
            | Field::Track
            | Field::Event
            | Field::OriginatingAgency
            | Field::Land
            | Field::Progress
            | Field::Problems
            | Field::Needs
            | Field::NextSteps
            | Field::Statistics
            | Field::Light
            | Field::Remarks => {
                if let Some(text) = text() {
                    self.texts.insert(field, text);
                }
            }
        }
        Ok(())
    }
}

/// What a column is called in one word, the same whatever the ledger calls it.
fn name_of(column: &Column, field: Field) -> String {
    let name = match field {
        Field::ProjectCode => "项目代码",
        Field::CreditCode => "统一社会信用代码",
        Field::Investment => "总投资",
        Field::Agreement => "签约类型",
        Field::SignedOn => "签约时间",
        Field::Stage => "阶段",
        Field::PlannedStart => "计划开工时间",
        Field::StartedOn => "开工时间",
        Field::PlannedProduction => "计划投产时间",
        Field::ProducedOn => "投产时间",
        _ => return column.heading(),
    };
    name.to_owned()
}
