//! Reading all pages of an answer.

use crate::{
    error::Result,
    query::PageNumber,
    record::{BadRow, Page, Record},
};

/// All pages of an answer.
#[derive(Debug)]
pub struct CollectedPages<T> {
    /// The rows that could be parsed, in the vendor's order.
    pub records: Vec<Record<T>>,
    /// False if a row could not be parsed, or if the vendor answered the same page twice.
    pub complete: bool,
}

/// Asks for page after page until one is the end, and calls `on_bad_row` for every row that could not be parsed. It stops
/// at a page that repeats the one before: such a vendor does not turn pages, and asking on would never end.
///
/// # Errors
/// The first error of `ask`. The pages read before are lost.
pub async fn collect_pages<T, F>(
    ask: impl Fn(PageNumber) -> F,
    on_bad_row: impl Fn(&BadRow),
) -> Result<CollectedPages<T>>
where
    F: Future<Output = Result<Page<T>>>,
{
    let mut collected = CollectedPages { records: Vec::new(), complete: true };
    let (mut number, mut before) = (PageNumber::FIRST, None);
    loop {
        let page = ask(number).await?;
        let fingerprint = page.fingerprint();
        if fingerprint.is_some() && fingerprint == before {
            collected.complete = false;
            return Ok(collected);
        }
        before = fingerprint;
        let end = page.end || page.rows.is_empty();
        for row in page.rows {
            match row {
                Ok(record) => collected.records.push(record),
                Err(bad) => {
                    collected.complete = false;
                    on_bad_row(&bad);
                }
            }
        }
        if end {
            return Ok(collected);
        }
        number = number.next();
    }
}
