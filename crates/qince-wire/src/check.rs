//! Rules that several operations share (`vendor-rules`, section 4).

use coupon_wire::{Check, Grade, Number, Problem};

const LONGEST_PAGE: i64 = 1000;

/// QIN-2 and QIN-3. `maximum` is how well it is known that a page has at most 1000 rows.
pub(crate) fn paging(
    check: &mut Check,
    number: &Option<Number>,
    length: &Option<Number>,
    maximum: Grade,
) {
    if let Some(page) = check.whole("QIN-2", Grade::Documented, "page_number", number)
        && page < 1
    {
        check.broke(
            "QIN-2",
            Grade::Assumed,
            "page_number",
            &page.to_string(),
            Problem::NotAbove("0"),
        );
    }
    if let Some(rows) = check.whole("QIN-3", Grade::Documented, "page_length", length)
        && !(1..=LONGEST_PAGE).contains(&rows)
    {
        let grade = if rows < 1 { Grade::Assumed } else { maximum };
        check.broke(
            "QIN-3",
            grade,
            "page_length",
            &rows.to_string(),
            Problem::OutOfRange("1", "1000"),
        );
    }
}
