//! Filters and orders of agencies, officers and enterprises.

use async_graphql::{Enum, ID, InputObject};
use luodi_app::list::{self, AgencyTerm, EnterpriseTerm, EntryKey, Filter, OfficerTerm};
use luodi_domain::ids::{AgencyId, RegionId};

use super::{AgencyKindFilter, CodeFilter, OrderDirection, Reader, RoleFilter};
use crate::codes::PublicError;

/// Which agencies; all that is given must hold. 单位筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct AgencyFilter {
    /// What kind of unit it is. 单位类别
    kind: Option<AgencyKindFilter>,
    /// It works for one of these regions, or one below. 行政区划
    region: Option<Vec<ID>>,
    /// Whether it still works. 是否在用
    active: Option<bool>,
    /// Its name or short name holds each of these words: any characters, pinyin, or initials. 文字搜索
    text: Option<String>,
}

impl AgencyFilter {
    /// As the store understands it.
    pub(crate) fn read(self, reader: &mut Reader) -> Result<Filter<AgencyTerm>, PublicError> {
        let mut terms = Vec::new();
        reader.compare(&mut terms, self.kind, |_, value| Ok(value.into()), AgencyTerm::Kind)?;
        if let Some(regions) = self.region {
            terms.push(AgencyTerm::Region(reader.ids(&regions, "region", RegionId::parse)?));
        }
        terms.extend(self.active.map(AgencyTerm::Active));
        terms.extend(reader.words(self.text.as_deref())?.map(AgencyTerm::Text));
        Ok(terms.into())
    }
}

/// Which officers; all that is given must hold. 责任人筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct OfficerFilter {
    /// What the post is for. 岗位类别
    role: Option<RoleFilter>,
    /// The post is one of these agencies'. 单位
    agency: Option<Vec<ID>>,
    /// The agency works for one of these regions, or one below. 行政区划
    region: Option<Vec<ID>>,
    /// Whether the officer is in service. 是否在岗
    active: Option<bool>,
    /// The name holds each of these words: any characters, pinyin, or initials. 文字搜索
    text: Option<String>,
}

impl OfficerFilter {
    /// As the store understands it.
    pub(crate) fn read(self, reader: &mut Reader) -> Result<Filter<OfficerTerm>, PublicError> {
        let mut terms = Vec::new();
        reader.compare(&mut terms, self.role, |_, value| Ok(value.into()), OfficerTerm::Role)?;
        if let Some(agencies) = self.agency {
            terms.push(OfficerTerm::Agency(reader.ids(&agencies, "agency", AgencyId::parse)?));
        }
        if let Some(regions) = self.region {
            terms.push(OfficerTerm::Region(reader.ids(&regions, "region", RegionId::parse)?));
        }
        terms.extend(self.active.map(OfficerTerm::Active));
        terms.extend(reader.words(self.text.as_deref())?.map(OfficerTerm::Text));
        Ok(terms.into())
    }
}

/// Which enterprises; all that is given must hold. 企业筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct EnterpriseFilter {
    /// Its unified social credit code (GB 32100-2015). 统一社会信用代码
    credit_code: Option<CodeFilter>,
    /// Its names, former names or code hold each of these words: any characters, pinyin, or initials. 文字搜索
    text: Option<String>,
}

impl EnterpriseFilter {
    /// As the store understands it.
    pub(crate) fn read(self, reader: &mut Reader) -> Result<Filter<EnterpriseTerm>, PublicError> {
        let mut terms = Vec::new();
        reader.compare(&mut terms, self.credit_code, |_, value| Ok(value), EnterpriseTerm::CreditCode)?;
        terms.extend(reader.words(self.text.as_deref())?.map(EnterpriseTerm::Text));
        Ok(terms.into())
    }
}

/// What agencies, officers and enterprises are sorted by. An entry that is renamed while pages are turned moves to its new
/// place. 排序字段
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "EntryKey")]
pub(crate) enum EntryOrderField {
    /// The order in which they were entered. 录入顺序
    Entered,
    /// The name, by its pinyin. 名称
    Name,
}

/// How agencies, officers and enterprises are sorted; what is equal stands in the order of entry. 排序
#[derive(InputObject, Debug, Clone, Copy)]
pub(crate) struct EntryOrder {
    /// By what. 字段
    field: EntryOrderField,
    /// Which way. 方向
    #[graphql(default_with = "OrderDirection::Ascending")]
    direction: OrderDirection,
}

impl From<EntryOrder> for list::Order<EntryKey> {
    fn from(order: EntryOrder) -> Self {
        Self { key: order.field.into(), direction: order.direction.into() }
    }
}
