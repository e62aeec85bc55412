//! Violations of a vendor's rules by a call, described in both languages.

use std::fmt;

/// A broken rule of a vendor's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule: "ADD-5".
    pub rule: &'static str,
    /// How well it is known.
    pub certainty: Certainty,
    /// The field in the vendor's words, with its place: `prods[1].num`.
    pub field: String,
    /// The value found, shortened; empty if the field is blank.
    pub value: String,
    /// Kind of violation.
    pub problem: ViolationKind,
}

/// A rule of a vendor's document. A bare id stands for a documented rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// "ADD-5".
    pub id: &'static str,
    /// How well it is known.
    pub certainty: Certainty,
}

impl Rule {
    /// A rule without which the document makes no sense.
    pub const fn implied(id: &'static str) -> Self {
        Self { id, certainty: Certainty::Implied }
    }

    /// A rule that another edition of the page or a public client shows.
    pub const fn seen(id: &'static str) -> Self {
        Self { id, certainty: Certainty::Seen }
    }

    /// A rule that we assume. It warns and never blocks.
    pub const fn assumed(id: &'static str) -> Self {
        Self { id, certainty: Certainty::Assumed }
    }
}

impl From<&'static str> for Rule {
    fn from(id: &'static str) -> Self {
        Self { id, certainty: Certainty::Documented }
    }
}

/// How well a rule or an operation is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A table, a note or a sample of the vendor's document says it.
    Documented,
    /// The document's own words make no sense otherwise.
    Implied,
    /// Another edition of the vendor's page, or public clients, show it.
    Seen,
    /// No source says so; our choice. Warns and never blocks.
    Assumed,
}

impl Certainty {
    /// True if a call that breaks such a rule must not be sent.
    pub fn blocks_send(self) -> bool {
        self != Self::Assumed
    }

    /// The letter used in the documents: D, I, S, A.
    pub fn letter(self) -> char {
        match self {
            Self::Documented => 'D',
            Self::Implied => 'I',
            Self::Seen => 'S',
            Self::Assumed => 'A',
        }
    }
}

/// Kind of violation of a field. `Display` describes a right value in English, [`ViolationKind::zh`] in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViolationKind {
    /// It is blank and must not be.
    Missing,
    /// All of these are blank and one must not be.
    OneNeeded(&'static [&'static str]),
    /// It has more characters than this.
    TooLong(usize),
    /// It is no existing day written `yyyy-MM-dd`.
    NotADay,
    /// It is no time written `yyyy-MM-dd HH:mm:ss`.
    NotATime,
    /// It is no whole number.
    NotWhole,
    /// It is no plain decimal number.
    NotDecimal,
    /// It has more digits before or after the point than these.
    TooManyDigits(u32, u32),
    /// It is not between these.
    OutOfRange(&'static str, &'static str),
    /// It must be above this.
    NotAbove(&'static str),
    /// It must not be below this.
    NotBelow(&'static str),
    /// It is none of these.
    NotOneOf(&'static [&'static str]),
    /// It lies before this other field.
    Before(&'static str),
    /// It holds something else than digits.
    NotDigits,
    /// It does not go with the value of this other field.
    Conflict(&'static str),
    /// An element of the list is empty.
    EmptyElement,
    /// It names something twice.
    Twice,
    /// Legal, but longer than this vendor's own filter for it, so it could not be looked up again.
    BeyondFilter(usize),
    /// It is not of the JSON type it must be: expected.
    WrongType(&'static str),
}

impl fmt::Display for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is required"),
            Self::OneNeeded(fields) => write!(f, "one of {} is required", fields.join(", ")),
            Self::TooLong(most) => write!(f, "may have at most {most} characters"),
            Self::NotADay => f.write_str("must be an existing day written yyyy-MM-dd"),
            Self::NotATime => f.write_str("must be an existing time written yyyy-MM-dd HH:mm:ss"),
            Self::NotWhole => f.write_str("must be a whole number"),
            Self::NotDecimal => {
                f.write_str("must be a plain decimal number without sign, exponent or unit")
            }
            Self::TooManyDigits(before, after) => {
                write!(f, "may have at most {before} digits before the point and {after} after it")
            }
            Self::OutOfRange(from, to) => write!(f, "must be between {from} and {to}"),
            Self::NotAbove(limit) => write!(f, "must be above {limit}"),
            Self::NotBelow(limit) => write!(f, "must not be below {limit}"),
            Self::NotOneOf(values) => write!(f, "must be one of {}", values.join(", ")),
            Self::Before(other) => write!(f, "must not be before {other}"),
            Self::NotDigits => f.write_str("must be digits"),
            Self::Conflict(other) => write!(f, "does not go with this {other}"),
            Self::EmptyElement => f.write_str("must not have an empty element between its commas"),
            Self::Twice => f.write_str("must not stand twice"),
            Self::BeyondFilter(most) => {
                write!(f, "has more than the {most} characters that the query can ask for")
            }
            Self::WrongType(expected) => write!(f, "must be {expected}"),
        }
    }
}

impl ViolationKind {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Missing => "必填".to_owned(),
            Self::OneNeeded(fields) => format!("{} 至少填一个", fields.join("、")),
            Self::TooLong(most) => format!("最多 {most} 个字符"),
            Self::NotADay => "应为存在的日期,格式 yyyy-MM-dd".to_owned(),
            Self::NotATime => "应为存在的时间,格式 yyyy-MM-dd HH:mm:ss".to_owned(),
            Self::NotWhole => "应为整数".to_owned(),
            Self::NotDecimal => "应为普通小数,不带符号、指数和单位".to_owned(),
            Self::TooManyDigits(before, after) => {
                format!("小数点前最多 {before} 位,后最多 {after} 位")
            }
            Self::OutOfRange(from, to) => format!("应在 {from} 与 {to} 之间"),
            Self::NotAbove(limit) => format!("应大于 {limit}"),
            Self::NotBelow(limit) => format!("不能小于 {limit}"),
            Self::NotOneOf(values) => format!("应为以下之一：{}", values.join("、")),
            Self::Before(other) => format!("不能早于 {other}"),
            Self::NotDigits => "应全为数字".to_owned(),
            Self::Conflict(other) => format!("与 {other} 的取值不相容"),
            Self::EmptyElement => "逗号之间不能为空".to_owned(),
            Self::Twice => "不能重复".to_owned(),
            Self::BeyondFilter(most) => format!("超过查询条件所允许的 {most} 个字符"),
            Self::WrongType(expected) => format!("类型不对,应为 {expected}"),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}", self.field, self.problem, self.rule)?;
        if !self.value.is_empty() {
            write!(f, ", was {:?}", self.value)?;
        }
        f.write_str(")")
    }
}
