//! What permits are called.

use chrono::NaiveDate;
use luodi_domain::catalogue::Catalogue;
use luodi_domain::permit::{Permit, PermitItem};

use crate::language::Language;

/// What a permit is called, with the part of the works it is for: the same permit may be asked for several.
pub fn permit_name(permit: &Permit, catalogue: &Catalogue, today: NaiveDate, language: Language) -> String {
    let name = match &permit.item {
        PermitItem::Named(name) => name.clone(),
        PermitItem::Catalogued(code) => {
            let name = catalogue.name(code, permit.catalogue_day(today));
            name.map_or_else(|| code.clone(), |name| language.words(name))
        }
    };
    match &permit.part {
        Some(part) => language.pick(format!("{name}（{part}）"), format!("{name} ({part})")),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use luodi_domain::ids::{PermitId, StepId};
    use luodi_domain::permit::{Level, Phase, Preparation, PreparationKind};
    use luodi_domain::step::Turn;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_permit_is_named_with_its_part() {
        let check = |part: Option<&str>, zh: &str, en: &str| {
            let permit = Permit {
                id: PermitId::from_uuid(Uuid::nil()),
                step: StepId::from_uuid(Uuid::nil()),
                item: PermitItem::Named("施工许可".to_owned()),
                level: Level::County,
                phase: Phase::BeforeStart,
                part: part.map(str::to_owned),
                agency: None,
                planned: None,
                response: None,
                baseline_on: None,
                preparation: Preparation {
                    kind: PreparationKind::Preparing,
                    turn: Turn::Office,
                    agreed_on: None,
                },
                cases: std::collections::BTreeMap::new(),
                ruled_out: None,
                covers: [].into(),
                covered_by: None,
                cover_changed_on: None,
            };
            let named = [Language::Zh, Language::En]
                .map(|language| permit_name(&permit, &Catalogue::default(), NaiveDate::MIN, language));
            assert_eq!(named, [zh, en]);
        };
        check(Some("基坑"), "施工许可（基坑）", "施工许可 (基坑)");
        check(None, "施工许可", "施工许可");
    }
}
