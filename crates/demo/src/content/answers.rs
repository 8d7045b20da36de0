//! What is known of projects, written as text: `attribute value`, one after another between semicolons.

use luodi_domain::attribute::{Answer, Answers, Attribute, Kind, Quantity};

use crate::DemoError;

/// Reads `land_source AUCTION; new_land_ha 4; relics no` over what is there.
pub(crate) fn read(answers: &mut Answers, text: &'static str) -> Result<(), DemoError> {
    let wrong = || DemoError::Content(text);
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once(' ').ok_or_else(wrong)?;
        let attribute = Attribute::parse(key).ok_or_else(wrong)?;
        let answer = match (attribute.kind(), value) {
            (_, "?") => Some(Answer::Unknown),
            (Kind::Flag, "yes") => Some(Answer::Flag(true)),
            (Kind::Flag, "no") => Some(Answer::Flag(false)),
            (Kind::Flag, _) => None,
            (Kind::Choice(_), code) => attribute.choice(code).map(Answer::Choice),
            (Kind::Number(_), number) => Quantity::parse(number).ok().map(Answer::Number),
        };
        answers.insert(attribute, answer.ok_or_else(wrong)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_and_what_is_wrong_in_it_is_an_error() {
        let mut answers = Answers::new();
        read(&mut answers, "in_park no; relics ?; in_park yes; land_source AUCTION; forest_ha 2.4").unwrap();
        let relics = answers.get(&Attribute::Relics).copied();
        assert_eq!((answers.len(), relics), (4, Some(Answer::Unknown)));
        assert_eq!(answers[&Attribute::InPark], Answer::Flag(true));
        for wrong in ["in_park", "in_parks yes", "in_park 1", "land_source BOUGHT", "forest_ha much"] {
            assert!(read(&mut Answers::new(), wrong).is_err(), "{wrong}");
        }
    }
}
