//! Codes with the right check digits, for enterprises and projects that do not exist.

use chrono::{Datelike, NaiveDate};
use luodi_domain::codes::{CreditCode, CreditCodeError, ProjectCode, ProjectCodeError};

/// The credit code of a company registered in a region; the serial must be below one million.
///
/// The domain says which check characters are right when they are wrong, so it is asked, and the sums stand in one place.
pub(crate) fn credit_code(region: &str, serial: u32) -> Result<CreditCode, CreditCodeError> {
    let mut code = format!("91{region}MA{serial:06}");
    let mut organisation = '0';
    let mut check = '0';
    loop {
        code.truncate(16);
        code.push(organisation);
        code.push(check);
        match CreditCode::parse(&code) {
            Err(CreditCodeError::Check { expected, .. }) if expected != check => check = expected,
            Err(CreditCodeError::OrganisationCheck { expected, .. }) if expected != organisation => {
                organisation = expected;
            }
            parsed => return parsed,
        }
    }
}

/// The project code that a region gave on a day; the serial must be below a hundred thousand.
pub(crate) fn project_code(
    day: NaiveDate,
    region: &str,
    kind: &str,
    serial: u32,
) -> Result<ProjectCode, ProjectCodeError> {
    let body = format!("{:02}{:02}-{region}-04-{kind}-{serial:05}", day.year() % 100, day.month());
    match ProjectCode::parse(&format!("{body}0")) {
        Err(ProjectCodeError::Check { expected, .. }) => ProjectCode::parse(&format!("{body}{expected}")),
        parsed => parsed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_pass_the_checks_of_the_domain() {
        for serial in 0..2000 {
            assert!(credit_code("621002", serial).is_ok(), "{serial}");
            let day = NaiveDate::from_ymd_opt(2024, 3, 1).unwrap();
            assert!(project_code(day, "621002", "01", serial).is_ok(), "{serial}");
        }
    }
}
