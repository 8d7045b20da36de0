//! What a registry entry must keep to before it is stored.

use super::{Agency, DatedCode, Enterprise, Officer, Post, Region, RegionKind};
use crate::decide::checks::{line, maybe_line, private_line};
use crate::decide::{LINE, NAME};
use crate::private::Private;
use crate::refusal::{Fact, Refusal, Rule};

/// How many codes or former names an entry may have.
const MANY: usize = 50;

/// What a token is for, cleaned.
pub fn token_name(name: &str) -> Result<String, Refusal> {
    line(name, NAME, "name")
}

impl Region {
    /// The entry with its texts cleaned, if it may stand below a region of that kind.
    pub fn checked(mut self, parent: Option<RegionKind>) -> Result<Self, Refusal> {
        self.name = line(&self.name, NAME, "name")?;
        if !self.kind.may_stand_below(parent) {
            let refusal = Refusal::new(Rule::RegionMisplaced).at("kind");
            return Err(refusal.with("kind", Fact::Term("regionKind", self.kind.as_str())));
        }
        if self.codes.len() > MANY {
            return Err(Refusal::new(Rule::TooMany).at("codes").with("max", Fact::Number(50)));
        }
        for (index, dated) in self.codes.iter().enumerate() {
            if let (Some(since), Some(until)) = (dated.since, dated.until)
                && until < since
            {
                let refusal = Refusal::new(Rule::DateOutOfOrder).at("until").within("codes", index);
                return Err(refusal.with("date", Fact::Date(until)).with("notBefore", Fact::Date(since)));
            }
            let twice = self.codes[..index].iter().any(|other| other.code == dated.code);
            if twice {
                return Err(Refusal::new(Rule::Duplicate).at("code").within("codes", index));
            }
        }
        // What the region was called before it was raised or lowered may be of another level.
        let misfit =
            |dated: &DatedCode| dated.until.is_none() && !self.kind.may_have_code(dated.code.level());
        if let Some((index, dated)) = self.codes.iter().enumerate().find(|(_, dated)| misfit(dated)) {
            let refusal = Refusal::new(Rule::RegionCodeInvalid).at("code").within("codes", index);
            let problem = Fact::Term("codeProblem", "LEVEL");
            return Err(refusal.text("value", dated.code.as_str().to_owned()).with("problem", problem));
        }
        let in_use = self.codes.iter().filter(|dated| dated.until.is_none()).count();
        if in_use > 1 {
            return Err(Refusal::new(Rule::TooMany).at("codes").with("max", Fact::Number(1)));
        }
        // In the order in which they are read back: what the record says of them is compared with that.
        self.codes
            .sort_by(|one, other| (one.since, one.code.as_str()).cmp(&(other.since, other.code.as_str())));
        Ok(self)
    }
}

impl Agency {
    /// The entry with its texts cleaned.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.name = line(&self.name, NAME, "name")?;
        self.short_name = maybe_line(self.short_name.as_ref(), NAME, "shortName")?;
        Ok(self)
    }
}

impl Post {
    /// The entry with its texts cleaned.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.title = line(&self.title, NAME, "title")?;
        Ok(self)
    }
}

impl Officer {
    /// The entry with its texts cleaned.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.name = line(&self.name, NAME, "name")?;
        self.phone = self.phone.map(|phone| private_line(&phone, 40, "phone")).transpose()?;
        self.email = self.email.map(|email| private_line(&email, NAME, "email")).transpose()?;
        if let Some(email) = self.email.as_ref().and_then(Private::text)
            && !email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        {
            return Err(Refusal::new(Rule::ValueInvalid).at("email"));
        }
        Ok(self)
    }
}

impl Enterprise {
    /// The entry with its texts cleaned.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.name = line(&self.name, NAME, "name")?;
        self.registered_at = maybe_line(self.registered_at.as_ref(), LINE, "registeredAt")?;
        if self.former_names.len() > MANY {
            return Err(Refusal::new(Rule::TooMany).at("formerNames").with("max", Fact::Number(50)));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::RegionCode;
    use crate::ids::RegionId;

    #[test]
    fn codes_stand_in_the_order_in_which_they_are_read_back() {
        let dated = |code: &str, since: Option<&str>, until: Option<&str>| DatedCode {
            code: RegionCode::parse(code).unwrap(),
            since: since.map(|day| day.parse().unwrap()),
            until: until.map(|day| day.parse().unwrap()),
        };
        let region = Region {
            id: RegionId::from_uuid(uuid::Uuid::from_u128(1)),
            parent: None,
            kind: RegionKind::City,
            name: "安康市".to_owned(),
            codes: vec![
                dated("610900", Some("2001-01-01"), None),
                dated("612400", Some("1980-01-01"), Some("2000-12-31")),
                dated("612401", None, Some("1979-12-31")),
            ],
            version: 1,
        };
        let checked = region.checked(Some(RegionKind::Province)).unwrap();
        let codes: Vec<&str> = checked.codes.iter().map(|dated| dated.code.as_str()).collect();
        assert_eq!(codes, ["612401", "612400", "610900"]);
    }
}
