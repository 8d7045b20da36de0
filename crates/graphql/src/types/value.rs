//! Values without an identity: amounts, rough dates, contacts.

use async_graphql::{Object, SimpleObject};
use luodi_domain::{money, partial_date, private};

use super::enums::DatePrecision;
use crate::scalars::{Date, Decimal};

/// An amount of money. 金额
pub struct Money(pub money::Money);

/// An amount of money. 金额
#[Object]
impl Money {
    /// The exact amount in yuan, with two decimals. 金额（元）
    async fn amount(&self) -> Decimal {
        Decimal::from_hundredths(self.0.fen())
    }

    /// The currency by ISO 4217; always CNY. 币种
    async fn currency(&self) -> &'static str {
        "CNY"
    }

    /// As reports print it, rounded: `520.50万元`. 以万元计
    async fn wan(&self) -> String {
        self.0.format_wan()
    }

    /// As reports print it, rounded: `5.20亿元`. 以亿元计
    async fn yi(&self) -> String {
        self.0.format_yi()
    }
}

/// A date as rough as people give it: a day, a month, a quarter, a half-year or a year. 大致日期
pub struct PartialDate(pub partial_date::PartialDate);

/// A date as rough as people give it: a day, a month, a quarter, a half-year or a year. 大致日期
#[Object]
impl PartialDate {
    /// `2024-05-31`, `2024-05`, `2024-Q2`, `2024-H1` or `2024`. 编码
    async fn code(&self) -> String {
        self.0.code()
    }

    /// How exactly the date is known. 精度
    async fn precision(&self) -> DatePrecision {
        self.0.precision().into()
    }

    /// The first day it can mean. 最早日期
    async fn first_day(&self) -> Date {
        Date(self.0.first_day())
    }

    /// The last day it can mean. 最晚日期
    async fn last_day(&self) -> Date {
        Date(self.0.last_day())
    }

    /// The words it was given in. 原文
    async fn raw(&self) -> &str {
        self.0.raw()
    }
}

/// Somebody to call: the enterprise's contact, or the clerk who handles a case. 联系人
#[derive(SimpleObject)]
pub struct Contact {
    /// The person's name; null once erased. 姓名
    name: Option<String>,
    /// A telephone number as it was given; null when unknown or erased. 电话
    phone: Option<String>,
    /// Whether anything here was erased on request (个人信息保护法). 是否已删除
    erased: bool,
}

impl From<&private::Contact> for Contact {
    fn from(contact: &private::Contact) -> Self {
        Self {
            name: contact.name.text().map(str::to_owned),
            phone: text(contact.phone.as_ref()),
            erased: contact.name.is_erased() || is_erased(contact.phone.as_ref()),
        }
    }
}

/// A private text that is there and was not erased.
pub(super) fn text(private: Option<&private::Private>) -> Option<String> {
    private.and_then(private::Private::text).map(str::to_owned)
}

/// Whether a private text was there and is gone.
pub(super) fn is_erased(private: Option<&private::Private>) -> bool {
    private.is_some_and(private::Private::is_erased)
}

#[cfg(test)]
mod tests {
    use luodi_domain::private::Private;

    use super::*;

    #[test]
    fn an_erased_text_is_null_and_says_so() {
        #[track_caller]
        fn check(name: Private, phone: Option<Private>, expected: (Option<&str>, Option<&str>, bool)) {
            let contact = Contact::from(&private::Contact { name, phone });
            assert_eq!((contact.name.as_deref(), contact.phone.as_deref(), contact.erased), expected);
        }
        let there = || Private::new("张三");
        check(there(), Some(Private::new("1380")), (Some("张三"), Some("1380"), false));
        check(there(), None, (Some("张三"), None, false));
        check(there(), Some(Private::erased()), (Some("张三"), None, true));
        check(Private::erased(), None, (None, None, true));
        check(Private::erased(), Some(Private::erased()), (None, None, true));
    }
}
