//! How much of a project somebody sees: written down by hand, role by role and place by place.

/// The roles, in the order of the table.
pub(super) const ROLES: [&str; 7] =
    ["SPECIALIST", "MANAGER", "LEADER", "CLERK", "AUDITOR", "ADMINISTRATOR", "INTEGRATION"];

/// Where the projects are, seen from the city of those who ask.
pub(super) const SPOTS: [&str; 9] =
    ["own", "ancestor", "descendant", "sibling", "foreign", "secret", "negotiated", "decided", "credited"];

/// How much of a project somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// It does not exist for him.
    Nothing,
    /// That it is there.
    Guest,
    /// That it is there, and the permit that his agency decides.
    Own,
    /// That it is there, and its permits.
    Permits,
    /// All of it.
    All,
}

/// What a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// What the project is.
    Head,
    /// The permit that the clerk's agency decides.
    Own,
    /// The other permits.
    Permit,
    /// Papers, contacts, reasons.
    Whole,
    /// What the project was offered.
    Terms,
}

impl Class {
    pub(super) const ALL: [Self; 5] = [Self::Head, Self::Own, Self::Permit, Self::Whole, Self::Terms];

    const fn letter(self) -> char {
        match self {
            Self::Head => 'H',
            Self::Own => 'O',
            Self::Permit => 'P',
            Self::Whole => 'W',
            Self::Terms => 'T',
        }
    }
}

/// Whether somebody of this role is shown what belongs to this class, of the project at this spot.
pub(super) fn shows(role: &str, spot: &str, class: Class) -> bool {
    match level(role, spot) {
        Level::Nothing => false,
        Level::Guest => class == Class::Head,
        Level::Own => matches!(class, Class::Head | Class::Own),
        Level::Permits => matches!(class, Class::Head | Class::Own | Class::Permit),
        // Whoever keeps people and regions has no part in what was offered.
        Level::All => class != Class::Terms || role != "ADMINISTRATOR",
    }
}

/// The text that stands for a class of texts of the project at a spot.
pub(super) fn canary(spot: &str, class: Class) -> String {
    let place = SPOTS.iter().position(|one| *one == spot).unwrap();
    format!("雀{}{place}雀", class.letter())
}

/// What somebody of this role, at work in the city, sees of the project at this spot.
pub(super) fn level(role: &str, spot: &str) -> Level {
    match (role, spot) {
        // Still under negotiation: brought by the office of another province, though it would come to the city, and
        // by the own.
        ("LEADER", "secret" | "negotiated") | ("SPECIALIST" | "MANAGER", "negotiated") => Level::All,
        // In another city; the clerk's agency decides one of its permits.
        ("CLERK", "decided") => Level::Own,
        // In another city; the office is credited with half of it.
        ("LEADER" | "CLERK", "credited") => Level::Nothing,
        (_, "credited") => Level::Guest,
        ("CLERK", _) | (_, "ancestor" | "sibling" | "foreign" | "secret" | "negotiated" | "decided") => {
            Level::Nothing
        }
        ("INTEGRATION", _) => Level::Permits,
        (_, "own" | "descendant") => Level::All,
        other => panic!("{other:?} is not in the table"),
    }
}

/// Whether somebody of this role is told which permits of the project at this spot are missing. One has such.
pub(super) fn knows_gaps(role: &str, spot: &str) -> bool {
    spot == "own" && matches!(role, "SPECIALIST" | "MANAGER" | "LEADER" | "AUDITOR")
}

/// Whether somebody of this role stands above both of the two who brought the same project.
pub(super) fn knows_pair(role: &str) -> bool {
    matches!(role, "SPECIALIST" | "MANAGER" | "LEADER")
}

/// Whether somebody of this role may call the specialist of the project at this spot.
pub(super) fn may_call(role: &str, spot: &str) -> bool {
    match spot {
        // The specialist works at the office where the caller does.
        "own" | "negotiated" => !matches!(role, "CLERK" | "INTEGRATION"),
        "descendant" => matches!(role, "SPECIALIST" | "MANAGER" | "LEADER" | "ADMINISTRATOR"),
        _ => false,
    }
}
