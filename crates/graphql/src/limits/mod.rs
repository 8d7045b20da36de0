//! What one request may ask for, checked before anything is executed.
//!
//! In order: the text is scanned in one pass ([`scan`]), because the parser recurses on nesting; the parsed
//! document is measured with every fragment counted once ([`document`]), because async-graphql's own checks
//! expand fragments and take 2^n steps for n of them; then the validated query is priced ([`cost`]).

pub mod budget;
pub mod cost;
pub mod document;
mod guarded;
pub mod input;
mod nulls;
pub mod scan;

pub use guarded::Guarded;

use crate::language::Language;

/// Largest request body, in bytes.
pub const MAX_BODY: usize = 1 << 20;
/// Most tokens in a document; a full page of the console has some hundreds.
pub const MAX_TOKENS: usize = 15_000;
/// Longest name in a document, and key in an object of the variables: async-graphql compares an unknown one with all that
/// it knows, which takes seconds for a megabyte.
pub const MAX_NAME: usize = 256;
/// Deepest nesting of brackets of all kinds in a document, and of the async-graphql parser; also in the JSON that the
/// variables come in.
pub const MAX_NESTING: usize = 64;
/// Most fields below one another.
pub const MAX_DEPTH: usize = 12;
/// Most a query may cost: one for a field, the rows asked for times the cost of a row for a list. It lets an overview
/// of fifty projects with their permits and officers through, and the page of one project with all its permits, cases and
/// history twice, but not three times (`schema/tests/console.rs`).
pub const MAX_COMPLEXITY: usize = 10_000;
/// What a mutation costs beside what is read after it. Each is a transaction of its own, several hundred times the work of
/// a field, so that a document must not hold hundreds of them: with this no more than 40 fit under [`MAX_COMPLEXITY`].
pub const MUTATION_COST: usize = 250;
/// Most fields, spreads and inline fragments, with every fragment written out.
pub const MAX_SELECTIONS: usize = 5_000;
/// Most selection sets below one another, fragments included.
pub const MAX_RECURSION: usize = 32;
/// Most directives on one field, fragment or operation.
pub const MAX_DIRECTIVES: usize = 20;
/// Most items in one list of an argument or a variable.
pub const MAX_INPUT_LIST: usize = 250;
/// Deepest path below `__schema` and `__type`: graphql-js asks for `ofType` nine times, which makes 15.
pub const MAX_INTROSPECTION_DEPTH: usize = 20;
/// Most fields below `__schema` and `__type`: that of graphql-js with everything on has 230.
pub const MAX_INTROSPECTION_FIELDS: usize = 500;
/// Most lists of fields below one another in introspection, where the answer grows with every one
/// (graphql-js, `MaxIntrospectionDepthRule`).
pub const MAX_INTROSPECTION_LISTS: usize = 2;

/// The one cost function for mutations: `#[graphql(complexity = "mutation_cost(child_complexity)")]`.
pub(crate) fn mutation_cost(child: usize) -> usize {
    child.saturating_add(MUTATION_COST)
}

/// Which limit a request goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`MAX_TOKENS`]
    Tokens,
    /// [`MAX_NAME`]
    Name,
    /// [`MAX_NESTING`]
    Nesting,
    /// [`MAX_DEPTH`]
    Depth,
    /// [`MAX_COMPLEXITY`]
    Complexity,
    /// [`MAX_SELECTIONS`]
    Selections,
    /// [`MAX_RECURSION`]
    Recursion,
    /// [`MAX_DIRECTIVES`]
    Directives,
    /// [`MAX_INPUT_LIST`]
    InputList,
    /// [`MAX_INTROSPECTION_DEPTH`], [`MAX_INTROSPECTION_FIELDS`] or [`MAX_INTROSPECTION_LISTS`]
    Introspection,
}

impl Limit {
    /// What to tell the client.
    pub fn text(self, language: Language) -> String {
        let (zh, en, most) = self.words();
        language.pick(format!("{zh}超过上限 {most}。"), format!("At most {most} {en} are allowed."))
    }

    /// What to tell the client where it is known how much was asked for.
    pub fn exceeded(self, found: usize, language: Language) -> String {
        let (zh, en, most) = self.words();
        language.pick(
            format!("{zh}为 {found}，超过上限 {most}。"),
            format!("At most {most} {en} are allowed, and this comes to {found}."),
        )
    }

    fn words(self) -> (&'static str, &'static str, usize) {
        match self {
            Self::Tokens => ("查询的词元数", "tokens in a document", MAX_TOKENS),
            Self::Name => ("名称的字符数", "characters in a name", MAX_NAME),
            Self::Nesting => ("括号嵌套层数", "levels of nested brackets", MAX_NESTING),
            Self::Depth => ("字段嵌套层数", "levels of fields", MAX_DEPTH),
            Self::Complexity => ("查询复杂度", "points of complexity", MAX_COMPLEXITY),
            Self::Selections => {
                ("展开片段后的选择数", "selections with fragments written out", MAX_SELECTIONS)
            }
            Self::Recursion => ("选择集嵌套层数", "levels of selections and fragments", MAX_RECURSION),
            Self::Directives => ("同一处的指令数", "directives in one place", MAX_DIRECTIVES),
            Self::InputList => ("输入列表的项数", "items in an input list", MAX_INPUT_LIST),
            Self::Introspection => ("内省查询的字段数", "fields of introspection", MAX_INTROSPECTION_FIELDS),
        }
    }
}

/// Why a request is refused before execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It goes over a limit.
    Over(Limit),
    /// It holds the character U+0000, which databases cannot store.
    Nul,
    /// A fragment spreads itself, directly or through others.
    FragmentCycle,
}
