//! Checks the fields of a call against the rules of a document, one statement at a time.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use crate::{
    error::excerpt,
    number::strict_whole,
    scalar::Number,
    time,
    values::Enumerated,
    violation::{Rule, Violation, ViolationKind},
};

/// Collects the violations of a call. Blank fields break `required` alone; every other check passes them.
#[derive(Debug, Default)]
pub struct Validator {
    broken: Vec<Violation>,
}

impl Validator {
    /// The violations, in the order of the checks.
    pub fn finish(self) -> Vec<Violation> {
        self.broken
    }

    /// Records a violation.
    pub fn violated(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        value: &str,
        problem: ViolationKind,
    ) {
        let (Rule { id: rule, certainty }, value) = (rule.into(), excerpt(value));
        self.broken.push(Violation { rule, certainty, field: field.to_owned(), value, problem });
    }

    /// Records the violations of a list element. `place` is prefixed to their fields: `prods[1]`.
    pub fn within(&mut self, place: &str, element: Self) {
        let placed =
            |broken: Violation| Violation { field: format!("{place}.{}", broken.field), ..broken };
        self.broken.extend(element.broken.into_iter().map(placed));
    }

    /// The field must not be blank.
    pub fn required<T>(&mut self, rule: impl Into<Rule>, field: &str, value: &Option<T>) {
        if value.is_none() {
            self.violated(rule, field, "", ViolationKind::Missing);
        }
    }

    /// One of the fields must not be blank.
    pub fn one_needed(
        &mut self,
        rule: impl Into<Rule>,
        fields: &'static [&'static str],
        values: &[bool],
    ) {
        if !values.contains(&true) {
            self.violated(rule, fields[0], "", ViolationKind::OneNeeded(fields));
        }
    }

    /// At most so many characters (VARCHAR).
    pub fn length(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        value: &Option<String>,
        most: usize,
    ) {
        if let Some(value) = value.as_ref().filter(|value| value.chars().count() > most) {
            self.violated(rule, field, value, ViolationKind::TooLong(most));
        }
    }

    /// An existing day written `yyyy-MM-dd`, zero-padded (TYP-7).
    pub fn day(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        value: &Option<String>,
    ) -> Option<Date> {
        let value = value.as_ref()?;
        let day = value.parse::<Date>().ok().filter(|day| day.to_string() == *value);
        if day.is_none() {
            self.violated(rule, field, value, ViolationKind::NotADay);
        }
        day
    }

    /// An existing time written `yyyy-MM-dd HH:mm:ss`, zero-padded (TYP-8).
    pub fn time(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        value: &Option<String>,
    ) -> Option<DateTime> {
        let value = value.as_ref()?;
        let written = |civil: &DateTime| civil.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let read = time::civil(value).filter(|civil| written(civil) == *value);
        if read.is_none() {
            self.violated(rule, field, value, ViolationKind::NotATime);
        }
        read
    }

    /// `from` must not lie after `to`.
    pub fn order(
        &mut self,
        rule: impl Into<Rule>,
        (from_field, from): (&'static str, Option<Date>),
        (to_field, to): (&'static str, Option<Date>),
    ) {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            self.violated(rule, to_field, &to.to_string(), ViolationKind::Before(from_field));
        }
    }

    /// A whole number (INT, NUMERIC(n)).
    pub fn whole(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        value: &Option<Number>,
    ) -> Option<i64> {
        let value = value.as_ref()?;
        let whole = strict_whole(value.as_str());
        if whole.is_none() {
            self.violated(rule, field, value.as_str(), ViolationKind::NotWhole);
        }
        whole
    }

    /// A plain decimal: digits with at most one point, no sign, exponent or unit (TYP-13).
    pub fn decimal(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        text: Option<&str>,
    ) -> Option<Decimal> {
        let text = text?;
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let value = Decimal::from_str_exact(text).ok().filter(|_| plain);
        if value.is_none() {
            self.violated(rule, field, text, ViolationKind::NotDecimal);
        }
        value
    }

    /// At most so many digits before and after the point (NUMERIC(p,s)).
    pub fn digits(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        text: Option<&str>,
        (before, after): (u32, u32),
    ) {
        let Some(text) = text else { return };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.trim_start_matches(['-', '0']);
        if whole.len() > before as usize || fraction.len() > after as usize {
            self.violated(rule, field, text, ViolationKind::TooManyDigits(before, after));
        }
    }

    /// One of the documented values of an enum, exactly as written (TYP-12).
    pub fn known<T: Enumerated>(&mut self, rule: impl Into<Rule>, field: &str, value: &Option<T>) {
        self.value_in(rule, field, value.as_ref().map(T::text), T::KNOWN);
    }

    /// One of these values, exactly as written.
    pub fn value_in(
        &mut self,
        rule: impl Into<Rule>,
        field: &str,
        value: Option<&str>,
        values: &'static [&'static str],
    ) {
        if let Some(value) = value.filter(|value| !values.contains(value)) {
            self.violated(rule, field, value, ViolationKind::NotOneOf(values));
        }
    }

    /// Values with commas between them: none of them may be empty (TYP-11).
    pub fn list(&mut self, rule: impl Into<Rule>, field: &str, value: &Option<String>) {
        if let Some(value) =
            value.as_ref().filter(|v| v.split(',').any(|part| part.trim().is_empty()))
        {
            self.violated(rule, field, value, ViolationKind::EmptyElement);
        }
    }
}
