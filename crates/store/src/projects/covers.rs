//! The permits that one stands for, as its row holds them: `permit:project`, apart by blanks, in the order of their ids. One
//! text of few ids each, so that permits are still read by one statement; the history says the same.

use luodi_domain::cover::Covered;
use luodi_domain::ids::{PermitId, ProjectId};

/// Nothing where there are none.
pub(crate) fn written(covers: &Covered) -> Option<String> {
    let pairs: Vec<String> = covers.iter().map(|(permit, project)| format!("{permit}:{project}")).collect();
    (!pairs.is_empty()).then(|| pairs.join(" "))
}

/// Nothing if it was not written like this.
pub(crate) fn read(text: Option<&str>) -> Option<Covered> {
    let Some(text) = text else { return Some(Covered::new()) };
    let pair = |pair: &str| {
        let (permit, project) = pair.split_once(':')?;
        Some((PermitId::parse(permit).ok()?, ProjectId::parse(project).ok()?))
    };
    let covers: Covered = text.split(' ').map(pair).collect::<Option<_>>()?;
    (written(&covers).as_deref() == Some(text)).then_some(covers)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let pair =
            |n: u128| (PermitId::from_uuid(Uuid::from_u128(n)), ProjectId::from_uuid(Uuid::from_u128(n + 9)));
        for covers in [Covered::new(), [pair(1)].into(), [pair(1), pair(2)].into()] {
            assert_eq!(read(written(&covers).as_deref()), Some(covers));
        }
        let two = written(&[pair(1), pair(2)].into()).unwrap();
        let (one, other) = two.split_once(' ').unwrap();
        for wrong in ["", "x", &format!("{other} {one}"), &format!("{one} {one}"), &format!("{one}  {other}")]
        {
            assert_eq!(read(Some(wrong)), None, "{wrong:?}");
        }
    }
}
