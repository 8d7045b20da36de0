//! Codes of projects and enterprises in cells.

use luodi_domain::codes::{CreditCode, ProjectCode, ProjectCodeError};

use super::text::{decimal, half_width, is_nothing};
use super::{Mistake, shown};
use crate::sheet::Cell;

/// Reads a project code 项目代码; of an engineering code the project code in it. Nothing where nothing is said.
///
/// # Errors
/// What is no such code, or lost its last digits as a number.
pub fn project_code(cell: &Cell) -> Result<Option<ProjectCode>, Mistake> {
    let Some(text) = code(cell)? else { return Ok(None) };
    match ProjectCode::parse(&text) {
        Ok(code) | Err(ProjectCodeError::EngineeringSuffix { code, .. }) => Ok(Some(code)),
        Err(error) => Err(Mistake::ProjectCode(error)),
    }
}

/// Reads a unified social credit code 统一社会信用代码. Nothing where nothing is said.
///
/// # Errors
/// What is no such code, or lost its last digits as a number.
pub fn credit_code(cell: &Cell) -> Result<Option<CreditCode>, Mistake> {
    let Some(text) = code(cell)? else { return Ok(None) };
    CreditCode::parse(&text).map(Some).map_err(Mistake::CreditCode)
}

fn code(cell: &Cell) -> Result<Option<String>, Mistake> {
    match cell {
        Cell::Text(text) if is_nothing(&half_width(text)) => Ok(None),
        Cell::Text(text) => Ok(Some(text.clone())),
        Cell::Number(number) => Err(Mistake::CodeAsNumber(decimal(*number))),
        Cell::Error(error) => Err(Mistake::Formula(error.clone())),
        Cell::Date(_) | Cell::Bool(_) => Ok(Some(shown(cell))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_put_right_or_refused() {
        let read = |text: &str| match project_code(&Cell::Text(text.to_owned())) {
            Ok(code) => code.map_or("-".to_owned(), |code| code.to_string()),
            Err(mistake) => mistake.rule().to_owned(),
        };
        for text in [
            "2409-621002-04-01-011070",
            "2409 621002 04 01 011070",
            "2409#621002#04#01#011070",
            "24096210020401011070 ",
        ] {
            assert_eq!(read(text), "2409-621002-04-01-011070");
        }
        assert_eq!(read("2409-621002-04-01-011070-01"), "2409-621002-04-01-011070");
        assert_eq!(read("2409-621002-04-01-011071"), "校验位错误");
        assert_eq!(read("2409-621002-04-01-0110"), "位数错误");
        assert_eq!(read("2409-621002-04-O1-011070"), "格式错误");
        assert_eq!(read("无"), "-");
        let lost = project_code(&Cell::Number(2.409_621_002e19)).unwrap_err();
        assert_eq!(lost.rule(), "存为数字");
        let credit = |text: &str| credit_code(&Cell::Text(text.to_owned())).map_err(|mistake| mistake.rule());
        assert_eq!(
            credit("９１６２１００２６９４２０８０９１８").unwrap().unwrap().as_str(),
            "916210026942080918"
        );
        assert_eq!(credit("91621002765611591G"), Err("校验位错误"));
        assert_eq!(credit(""), Ok(None));
    }
}
