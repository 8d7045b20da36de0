//! Amounts of money as ledgers have them: `368700万元`, `约18.85亿`, a number whose unit stands in the header.

use luodi_domain::money::Money;

use super::Mistake;
use super::text::{decimal, half_width, is_nothing};
use crate::sheet::Cell;

/// In what an amount is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// 元.
    Yuan,
    /// 万元: 10,000 yuan.
    Wan,
    /// 亿元: 100,000,000 yuan.
    Yi,
}

impl Unit {
    /// The unit named in a text, such as a title `单位:亿元`: the one that stands first.
    pub fn named_in(text: &str) -> Option<Self> {
        let places = [("亿元", Self::Yi), ("万元", Self::Wan), ("元", Self::Yuan)];
        places
            .into_iter()
            .filter_map(|(name, unit)| Some((text.find(name)?, unit)))
            .min_by_key(|(place, unit)| (*place, std::cmp::Reverse(*unit)))
            .map(|(_, unit)| unit)
    }

    fn read(self, number: &str) -> Option<Money> {
        let read = match self {
            Self::Yuan => Money::parse_yuan(number),
            Self::Wan => Money::from_wan(number),
            Self::Yi => Money::from_yi(number),
        };
        read.ok()
    }
}

/// An amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How much.
    pub money: Money,
    /// Whether it is said to be about so much: 约, 左右.
    pub about: bool,
    /// Whether the cell itself says in which unit it is.
    pub own_unit: bool,
}

/// Words before an amount that say that it is about so much, or nothing.
const BEFORE: [(&str, bool); 12] = [
    ("大约", true),
    ("约", true),
    ("近", true),
    ("逾", true),
    ("超过", true),
    ("超", true),
    ("不低于", true),
    ("总投资", false),
    ("计划投资", false),
    ("人民币", false),
    ("RMB", false),
    ("¥", false),
];
/// The same behind it.
const BEHIND: [(&str, bool); 8] = [
    ("左右", true),
    ("以上", true),
    ("上下", true),
    ("余", true),
    ("多", true),
    ("人民币", false),
    ("RMB", false),
    ("整", false),
];
const FOREIGN: [&str; 10] = ["美元", "美金", "欧元", "港元", "港币", "日元", "英镑", "USD", "HKD", "$"];
const UNITS: [(&str, Unit); 7] = [
    ("亿元", Unit::Yi),
    ("亿", Unit::Yi),
    ("万元", Unit::Wan),
    ("万", Unit::Wan),
    ("元", Unit::Yuan),
    ("圆", Unit::Yuan),
    ("块", Unit::Yuan),
];

/// Reads the amount in a cell; `unit` is that of its column, where one is known. Nothing where nothing is said.
///
/// # Errors
/// What is no amount, or of which nobody can say how much it is.
pub fn amount(cell: &Cell, unit: Option<Unit>) -> Result<Option<Amount>, Mistake> {
    let text = match cell {
        Cell::Number(number) => return in_unit(&decimal(*number), unit).map(Some),
        Cell::Text(text) => half_width(text),
        Cell::Error(error) => return Err(Mistake::Formula(error.clone())),
        Cell::Date(_) | Cell::Bool(_) => return Err(Mistake::NotANumber(super::shown(cell))),
    };
    if is_nothing(&text) {
        return Ok(None);
    }
    if FOREIGN.iter().any(|foreign| text.contains(foreign)) {
        return Err(Mistake::ForeignMoney(text));
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let (bare, about) = without_words(&bare);
    let parts = parts(bare).ok_or_else(|| {
        if is_range(bare) { Mistake::AmountRange(text.clone()) } else { Mistake::NotANumber(text.clone()) }
    })?;
    if bare.starts_with('-') {
        return Err(Mistake::Negative(text));
    }
    if let [(number, None)] = parts.as_slice() {
        let amount = in_unit(number, unit)?;
        return Ok(Some(Amount { about, ..amount }));
    }
    // 1亿2000万元: each part in its own unit, the larger ones first.
    let units: Option<Vec<Unit>> = parts.iter().map(|(_, unit)| *unit).collect();
    let units = units.filter(|units| units.windows(2).all(|pair| pair[0] > pair[1]));
    let Some(units) = units else { return Err(Mistake::NotANumber(text)) };
    let mut money = Some(Money::default());
    for ((number, _), unit) in parts.iter().zip(units) {
        money = money.zip(unit.read(number)).and_then(|(sum, part)| sum.checked_add(part));
    }
    let money = money.ok_or(Mistake::AmountOutOfRange(text))?;
    Ok(Some(Amount { money, about, own_unit: true }))
}

fn in_unit(number: &str, unit: Option<Unit>) -> Result<Amount, Mistake> {
    if number.starts_with('-') {
        return Err(Mistake::Negative(number.to_owned()));
    }
    let unit = unit.ok_or_else(|| Mistake::UnitUnknown(number.to_owned()))?;
    let money = unit.read(number).ok_or_else(|| Mistake::AmountOutOfRange(number.to_owned()))?;
    Ok(Amount { money, about: false, own_unit: false })
}

fn without_words(text: &str) -> (&str, bool) {
    let (mut bare, mut about) = (text, false);
    loop {
        let before = BEFORE.iter().find_map(|(word, says)| Some((bare.strip_prefix(word)?, *says)));
        let behind = || BEHIND.iter().find_map(|(word, says)| Some((bare.strip_suffix(word)?, *says)));
        let Some((rest, says)) = before.or_else(behind) else {
            return (bare.trim_start_matches([':', '￥']), about);
        };
        (bare, about) = (rest, about || says);
    }
}

/// Numbers with their units, `5千万` as 5000 of 万; nothing if something else stands there.
fn parts(text: &str) -> Option<Vec<(String, Option<Unit>)>> {
    let mut parts = Vec::new();
    let mut rest = text.strip_prefix('-').unwrap_or(text);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, behind) = rest.split_at(end);
        if number.is_empty()
            || number.matches('.').count() > 1
            || number.starts_with('.')
            || number.ends_with('.')
        {
            return None;
        }
        let (factor, behind) = [("千万", 1000), ("百万", 100)]
            .into_iter()
            .find_map(|(word, factor)| Some((factor, behind.strip_prefix(word)?)))
            .map_or((1, behind), |(factor, behind)| (factor, behind));
        if factor > 1 {
            let thousands: u64 = number.parse().ok()?;
            parts.push(((thousands * factor).to_string(), Some(Unit::Wan)));
            rest = behind.trim_start_matches('元');
            continue;
        }
        let unit = UNITS.iter().find_map(|(word, unit)| Some((*unit, behind.strip_prefix(word)?)));
        match unit {
            Some((unit, behind)) => {
                parts.push((number.to_owned(), Some(unit)));
                rest = behind;
            }
            None if behind.is_empty() => {
                parts.push((number.to_owned(), None));
                rest = behind;
            }
            None => return None,
        }
    }
    (!parts.is_empty()).then_some(parts)
}

/// `3-5亿元`, `3亿至5亿元`.
fn is_range(text: &str) -> bool {
    let between = ['-', '~', '—', '至', '到', '～'];
    text.split_once(between).is_some_and(|(from, to)| parts(from).is_some() && parts(to).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, unit: Option<Unit>, expected: &str) {
        let read = amount(&Cell::Text(text.to_owned()), unit);
        let told = match read {
            Ok(None) => "-".to_owned(),
            Ok(Some(amount)) => {
                format!("{}{}", if amount.about { "~" } else { "" }, amount.money.to_yuan_string())
            }
            Err(mistake) => mistake.rule().to_owned(),
        };
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn amounts_are_read_in_their_own_unit() {
        check("368700万元", None, "3687000000.00");
        check("41.7亿元", None, "4170000000.00");
        check("约18.85亿", None, "~1885000000.00");
        check("约 1.2 亿元左右", None, "~120000000.00");
        check("１，２３４．５万元", None, "12345000.00");
        check("总投资5亿", None, "500000000.00");
        check("1亿2000万元", None, "120000000.00");
        check("5千万", None, "50000000.00");
        check("3百万元", None, "3000000.00");
        check("人民币壹亿元", None, "不是数字");
        check("123元", None, "123.00");
        check("￥100万元", None, "1000000.00");
    }

    #[test]
    fn a_bare_number_is_of_its_column() {
        check("13.69", Some(Unit::Yi), "1369000000.00");
        check("13.69", Some(Unit::Wan), "136900.00");
        check("5000", None, "单位不明");
        let number = |number, unit| {
            amount(&Cell::Number(number), unit).map(|found| found.unwrap().money.to_yuan_string())
        };
        assert_eq!(number(17.33, Some(Unit::Yi)), Ok("1733000000.00".to_owned()));
        assert_eq!(number(0.1 + 0.2, Some(Unit::Yi)), Ok("30000000.00".to_owned()));
        assert_eq!(number(1e300, Some(Unit::Yi)).unwrap_err().rule(), "超出范围");
        assert_eq!(number(-1.0, Some(Unit::Yi)).unwrap_err().rule(), "为负数");
        assert_eq!(number(5.0, None).unwrap_err().rule(), "单位不明");
    }

    #[test]
    fn what_is_no_amount_is_said_so() {
        for nothing in ["", "-", "待定", "　", "—"] {
            check(nothing, Some(Unit::Yi), "-");
        }
        check("面议", Some(Unit::Yi), "不是数字");
        check("50万吨", Some(Unit::Yi), "不是数字");
        check("1.38万人次", Some(Unit::Yi), "不是数字");
        check("5000万美元", Some(Unit::Yi), "是外币");
        check("3-5亿元", None, "是区间");
        check("3亿至5亿元", None, "是区间");
        check("-3亿元", None, "为负数");
        check("1.2.3亿", None, "不是数字");
        check("2万1亿", None, "不是数字");
        check("0.00000000001亿", None, "超出范围");
    }

    #[test]
    fn a_unit_is_found_where_it_is_named() {
        assert_eq!(Unit::named_in("单位:亿元"), Some(Unit::Yi));
        assert_eq!(Unit::named_in("总投资(万元)"), Some(Unit::Wan));
        assert_eq!(Unit::named_in("金额(元)"), Some(Unit::Yuan));
        assert_eq!(Unit::named_in("项目名称"), None);
    }
}
