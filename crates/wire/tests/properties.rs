//! Properties of the lenient readers, over random values and random text.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Debug;

use coupon_wire::{DateRange, DayLimit, Lenient, Number, Percent, Quantity, Scalar};
use jiff::{
    Timestamp,
    civil::{Date, DateTime, date},
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "T: Scalar")]
struct Field<T: Scalar> {
    #[serde(with = "Lenient::<T>")]
    value: Option<T>,
}

fn read<T: Scalar>(json: &str) -> Result<Option<T>, serde_json::Error> {
    serde_json::from_str::<Field<T>>(&format!(r#"{{"value":{json}}}"#)).map(|field| field.value)
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A value that is written is read back, as text and as written.
fn round_trip<T: Scalar + Clone + Debug + PartialEq>(value: &T) {
    let field = Field { value: Some(value.clone()) };
    let json = serde_json::to_value(&field).unwrap()["value"].clone();
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    for json in [json.to_string(), quoted(&text), quoted(&format!(" {text}\t"))] {
        assert_eq!(read::<T>(&json).unwrap().as_ref(), Some(value), "{json}");
    }
}

/// Text that begins with a value and goes on is no value.
fn not_read_by_its_prefix<T: Scalar + Debug>(value: &T, rest: &str) {
    let field = serde_json::to_value(Field { value: Some(ByRef(value)) }).unwrap();
    let json = &field["value"];
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let longer = format!("{text}{rest}");
    assert!(read::<T>(&quoted(&longer)).is_err(), "{longer:?}");
}

/// Writes a borrowed value.
#[derive(Debug)]
struct ByRef<'a, T>(&'a T);

impl<T: Scalar> Scalar for ByRef<'_, T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn read(_: &str) -> Result<Option<Self>, coupon_wire::InvalidScalar> {
        Err(coupon_wire::InvalidScalar)
    }

    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

fn decimals() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u32..=18).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn days() -> impl Strategy<Value = Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

fn times() -> impl Strategy<Value = DateTime> {
    (days(), 0_i8..24, 0_i8..60, 0_i8..60, 0_i32..1000)
        .prop_map(|(day, h, m, s, millis)| day.at(h, m, s, millis * 1_000_000))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn every_value_is_read_as_it_is_written(
        whole in any::<i64>(), decimal in decimals(), yes in any::<bool>(), day in days(), time in times(),
        seconds in 1_i64..253_000_000_000, unit in prop_oneof![Just(None), Just(Some("箱")), Just(Some("kg"))],
        until in days(), text in "[^ \t\r\n\u{b}\u{c}\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]{1,12}",
    ) {
        round_trip(&whole);
        round_trip(&decimal);
        round_trip(&yes);
        round_trip(&day);
        round_trip(&time);
        round_trip(&Timestamp::from_second(seconds).unwrap());
        round_trip(&Quantity { amount: decimal, unit: unit.map(str::to_owned) });
        round_trip(&Percent::Of(decimal));
        round_trip(&DayLimit::Of(whole));
        round_trip(&DateRange { from: day, to: until });
        round_trip(&text);
    }

    #[test]
    fn no_value_is_read_by_its_prefix(
        whole in any::<i64>(), decimal in decimals(), yes in any::<bool>(), day in days(), time in times(),
        seconds in 1_i64..253_000_000_000, rest in "[a-df-zA-DF-SU-Z箱;~#][ -~]{0,5}",
    ) {
        not_read_by_its_prefix(&whole, &rest);
        not_read_by_its_prefix(&decimal, &rest);
        not_read_by_its_prefix(&yes, &rest);
        not_read_by_its_prefix(&day, &rest);
        not_read_by_its_prefix(&time, &rest);
        not_read_by_its_prefix(&Timestamp::from_second(seconds).unwrap(), &rest);
        not_read_by_its_prefix(&Percent::Of(decimal), &rest);
        not_read_by_its_prefix(&DayLimit::Of(whole), &rest);
        not_read_by_its_prefix(&DateRange { from: day, to: day }, &rest);
    }

    #[test]
    fn a_quantity_is_one_number_and_the_rest_of_the_text_is_its_unit(
        number in "[-+]?[0-9１２,.]{1,12}(e[-+]?[0-9])?", between in "[ 箱x*×+~/,(-]{1,2}", rest in "[ -~１箱万千盒（）]{0,8}",
    ) {
        let text = format!("{number}{between}{rest}");
        if let Ok(Some(quantity)) = read::<Quantity>(&quoted(&text)) {
            let unit = quantity.unit.unwrap_or_default();
            let before = text.trim().strip_suffix(&unit).unwrap();
            prop_assert_eq!(read::<Decimal>(&quoted(before)).unwrap(), Some(quantity.amount), "{}", text);
            let remarks = unit.find(['(', '（']).unwrap_or(unit.len());
            let changes = |c: char| c.is_numeric() || ",*+-~×万".contains(c);
            prop_assert!(!unit[..remarks].contains(changes), "{}", text);
        }
    }

    #[test]
    fn thousands_may_be_separated_and_nothing_else(whole in any::<i64>(), fraction in "(\\.[0-9]{1,4})?") {
        let (sign, digits) = if whole < 0 { ("-", whole.unsigned_abs()) } else { ("", whole.unsigned_abs()) };
        let digits = digits.to_string();
        let grouped: String = digits.char_indices()
            .map(|(at, c)| if at > 0 && (digits.len() - at).is_multiple_of(3) { format!(",{c}") } else { c.to_string() })
            .collect();
        let plain = read::<Decimal>(&quoted(&format!("{sign}{digits}{fraction}"))).unwrap();
        prop_assert_eq!(read::<Decimal>(&quoted(&format!("{sign}{grouped}{fraction}"))).unwrap(), plain);
        let wide: String = format!("{sign}{grouped}{fraction}").chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        prop_assert_eq!(read::<Decimal>(&quoted(&wide)).unwrap(), plain);
        let uneven = format!("{sign}{grouped},5{fraction}");
        prop_assert!(read::<Decimal>(&quoted(&uneven)).is_err(), "{}", uneven);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in any::<String>(), number in "-?[0-9.eE+-]{0,40}") {
        for json in [text.clone(), quoted(&text), number.clone(), quoted(&number)] {
            let _: (Result<Option<i64>, _>, Result<Option<Decimal>, _>) = (read(&json), read(&json));
            let _: (Result<Option<bool>, _>, Result<Option<Date>, _>) = (read(&json), read(&json));
            let _: (Result<Option<DateTime>, _>, Result<Option<Timestamp>, _>) = (read(&json), read(&json));
            let _: (Result<Option<Quantity>, _>, Result<Option<Percent>, _>) = (read(&json), read(&json));
            let _: (Result<Option<DayLimit>, _>, Result<Option<DateRange>, _>) = (read(&json), read(&json));
            let _: (Result<Option<String>, _>, Result<Option<Number>, _>) = (read(&json), read(&json));
        }
    }
}
