//! Conditions on the attributes of a project, with three answers: yes, no, and unknown where an attribute is.

use crate::attribute::{Answer, Answers, Attribute, Choice, Quantity};

/// A condition on the attributes of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Holds for every project.
    Always,
    /// One attribute is looked at.
    Test(Attribute, Test),
    /// The other way round.
    Not(Box<Condition>),
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
}

/// What is asked of one attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// A flag is set.
    Set,
    /// The choice is this one.
    Is(&'static Choice),
    /// The quantity stands so to this one.
    Number(Comparison, Quantity),
}

/// How a quantity stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// Below it.
    Less,
    /// At most as much.
    AtMost,
    /// At least as much.
    AtLeast,
    /// Above it.
    More,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not.
    No,
    /// Nobody knows: an attribute that would tell is unknown.
    Unknown,
    /// It does.
    Yes,
}

/// What was found of one attribute on the way to a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Which attribute.
    pub attribute: Attribute,
    /// What is known of it.
    pub answer: Answer,
    /// What was asked of it.
    pub test: Test,
    /// What came out.
    pub truth: Truth,
}

/// Whether a condition holds, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub truth: Truth,
    /// What decided it: of several conditions only those without which it would be otherwise.
    pub findings: Vec<Finding>,
}

impl Comparison {
    /// Whether a quantity stands so to another.
    pub fn holds(self, found: Quantity, limit: Quantity) -> bool {
        match self {
            Self::Less => found < limit,
            Self::AtMost => found <= limit,
            Self::AtLeast => found >= limit,
            Self::More => found > limit,
        }
    }
}

impl Truth {
    fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    fn turned(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl Verdict {
    fn plain(truth: Truth) -> Self {
        Self { truth, findings: Vec::new() }
    }

    /// The attributes that must be known before it can be told.
    pub fn missing(&self) -> impl Iterator<Item = Attribute> + '_ {
        self.findings
            .iter()
            .filter(|finding| finding.truth == Truth::Unknown)
            .map(|finding| finding.attribute)
    }
}

impl Condition {
    /// Whether it holds for what is known of a project.
    pub fn judge(&self, answers: &Answers) -> Verdict {
        match self {
            Self::Always => Verdict::plain(Truth::Yes),
            Self::Test(attribute, test) => {
                let answer = answers.get(attribute).copied().unwrap_or(Answer::Unknown);
                let truth = test.judge(answer);
                let finding = Finding { attribute: *attribute, answer, test: *test, truth };
                Verdict { truth, findings: vec![finding] }
            }
            Self::Not(condition) => {
                let verdict = condition.judge(answers);
                Verdict { truth: verdict.truth.turned(), ..verdict }
            }
            Self::All(conditions) => joined(conditions, answers, Truth::No),
            Self::Any(conditions) => joined(conditions, answers, Truth::Yes),
        }
    }

    /// The attributes it looks at.
    pub fn attributes(&self) -> Vec<Attribute> {
        match self {
            Self::Always => Vec::new(),
            Self::Test(attribute, _) => vec![*attribute],
            Self::Not(condition) => condition.attributes(),
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::attributes).collect()
            }
        }
    }
}

/// Several conditions of which one with the deciding answer decides alone: a *no* where all must hold, a *yes* where one is
/// enough. Else an unknown one leaves it open.
fn joined(conditions: &[Condition], answers: &Answers, deciding: Truth) -> Verdict {
    let verdicts: Vec<Verdict> = conditions.iter().map(|condition| condition.judge(answers)).collect();
    if let Some(decided) = verdicts.iter().find(|verdict| verdict.truth == deciding) {
        return decided.clone();
    }
    let open = verdicts.iter().any(|verdict| verdict.truth == Truth::Unknown);
    let truth = if open { Truth::Unknown } else { deciding.turned() };
    let findings = verdicts
        .into_iter()
        .filter(|verdict| verdict.truth == truth)
        .flat_map(|verdict| verdict.findings)
        .collect();
    Verdict { truth, findings }
}

impl Test {
    fn judge(self, answer: Answer) -> Truth {
        match (self, answer) {
            (Self::Set, Answer::Flag(set)) => Truth::of(set),
            (Self::Is(expected), Answer::Choice(choice)) => Truth::of(choice == expected),
            (Self::Number(comparison, limit), Answer::Number(found)) => {
                Truth::of(comparison.holds(found, limit))
            }
            // An answer of another kind than the attribute takes tells nothing.
            _ => Truth::Unknown,
        }
    }

    /// Whether an attribute can be asked this.
    pub fn suits(self, attribute: Attribute) -> bool {
        match self {
            Self::Set => attribute.takes(Answer::Flag(true)),
            Self::Is(choice) => attribute.takes(Answer::Choice(choice)),
            Self::Number(_, limit) => attribute.takes(Answer::Number(limit)),
        }
    }
}
