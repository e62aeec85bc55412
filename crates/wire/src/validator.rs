//! Checking the fields of a call, one statement of a rule at a time.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use crate::{
    error::excerpt,
    scalar::{Number, Scalar},
    time,
    violation::{Certainty, Violation, ViolationKind},
};

/// Collects the broken rules of a call. Blank fields break `required` alone; every other check passes them.
#[derive(Debug, Default)]
pub struct Validator {
    broken: Vec<Violation>,
}

impl Validator {
    /// Everything found, in the order of the checks.
    pub fn finish(self) -> Vec<Violation> {
        self.broken
    }

    /// Notes a broken rule.
    pub fn violated(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: &str,
        problem: ViolationKind,
    ) {
        let value = excerpt(value);
        self.broken.push(Violation { rule, certainty, field: field.to_owned(), value, problem });
    }

    /// Notes the broken rules of an element of a list, its fields under their place: `prods[1]`.
    pub fn within(&mut self, place: &str, element: Self) {
        let placed =
            |broken: Violation| Violation { field: format!("{place}.{}", broken.field), ..broken };
        self.broken.extend(element.broken.into_iter().map(placed));
    }

    /// The field must not be blank.
    pub fn required<T>(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: &Option<T>,
    ) {
        if value.is_none() {
            self.violated(rule, certainty, field, "", ViolationKind::Missing);
        }
    }

    /// One of the fields must not be blank.
    pub fn one_needed(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        fields: &'static [&'static str],
        values: &[bool],
    ) {
        if !values.contains(&true) {
            self.violated(rule, certainty, fields[0], "", ViolationKind::OneNeeded(fields));
        }
    }

    /// At most so many characters (VARCHAR).
    pub fn length(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: &Option<String>,
        most: usize,
    ) {
        if let Some(value) = value.as_ref().filter(|value| value.chars().count() > most) {
            self.violated(rule, certainty, field, value, ViolationKind::TooLong(most));
        }
    }

    /// An existing day written `yyyy-MM-dd`, zero-padded (TYP-7).
    pub fn day(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: &Option<String>,
    ) -> Option<Date> {
        let value = value.as_ref()?;
        let day = value.parse::<Date>().ok().filter(|day| day.to_string() == *value);
        if day.is_none() {
            self.violated(rule, certainty, field, value, ViolationKind::NotADay);
        }
        day
    }

    /// An existing time written `yyyy-MM-dd HH:mm:ss`, zero-padded (TYP-8).
    pub fn time(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: &Option<String>,
    ) -> Option<DateTime> {
        let value = value.as_ref()?;
        let written = |civil: &DateTime| civil.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let read = time::civil(value).filter(|civil| written(civil) == *value);
        if read.is_none() {
            self.violated(rule, certainty, field, value, ViolationKind::NotATime);
        }
        read
    }

    /// `from` must not lie after `to`.
    pub fn order(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        (from_field, from): (&'static str, Option<Date>),
        (to_field, to): (&'static str, Option<Date>),
    ) {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            self.violated(
                rule,
                certainty,
                to_field,
                &to.to_string(),
                ViolationKind::Before(from_field),
            );
        }
    }

    /// A whole number (INT, NUMERIC(n)).
    pub fn whole(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: &Option<Number>,
    ) -> Option<i64> {
        let value = value.as_ref()?;
        let whole = i64::read(value.as_str()).ok().flatten();
        if whole.is_none() {
            self.violated(rule, certainty, field, value.as_str(), ViolationKind::NotWhole);
        }
        whole
    }

    /// A plain decimal: digits with at most one point, no sign, exponent or unit (TYP-13).
    pub fn decimal(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        text: Option<&str>,
    ) -> Option<Decimal> {
        let text = text?;
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let value = Decimal::from_str_exact(text).ok().filter(|_| plain);
        if value.is_none() {
            self.violated(rule, certainty, field, text, ViolationKind::NotDecimal);
        }
        value
    }

    /// At most so many digits before and after the point (NUMERIC(p,s)).
    pub fn digits(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        text: Option<&str>,
        (before, after): (u32, u32),
    ) {
        let Some(text) = text else { return };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.trim_start_matches(['-', '0']);
        if whole.len() > before as usize || fraction.len() > after as usize {
            self.violated(
                rule,
                certainty,
                field,
                text,
                ViolationKind::TooManyDigits(before, after),
            );
        }
    }

    /// One of the documented values, exactly as written (TYP-12).
    pub fn word(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: Option<&str>,
        known: &'static [&'static str],
    ) {
        if let Some(value) = value.filter(|value| !known.contains(value)) {
            self.violated(rule, certainty, field, value, ViolationKind::NotOneOf(known));
        }
    }

    /// Values with commas between them: none of them may be empty (TYP-11).
    pub fn list(
        &mut self,
        rule: &'static str,
        certainty: Certainty,
        field: &str,
        value: &Option<String>,
    ) {
        if let Some(value) =
            value.as_ref().filter(|v| v.split(',').any(|part| part.trim().is_empty()))
        {
            self.violated(rule, certainty, field, value, ViolationKind::EmptyElement);
        }
    }
}
