//! Reading all pages of a question to a provider.

use coupon_domain::{Page, PageNumber, Record, Result};

use crate::{app::App, exit::Failure};

/// What a provider answered, with the rows that could not be read said on standard error.
pub(crate) struct Pulled<T> {
    pub(crate) records: Vec<Record<T>>,
    bad: usize,
}

impl<T> Pulled<T> {
    /// An error if a row is missing from what was printed.
    pub(crate) fn complete(&self) -> Result<(), Failure> {
        if self.bad == 0 { Ok(()) } else { Err(Failure::Incomplete) }
    }
}

/// Asks for page after page until one is the end.
pub(crate) async fn pages<T, F>(app: &App, ask: impl Fn(PageNumber) -> F) -> Result<Pulled<T>>
where
    F: Future<Output = Result<Page<T>>>,
{
    let mut pulled = Pulled { records: Vec::new(), bad: 0 };
    let (mut number, mut before) = (PageNumber::FIRST, None);
    loop {
        let page = ask(number).await?;
        let edges = page.fingerprint();
        if edges.is_some() && edges == before {
            // A vendor that does not turn pages: what is behind this one cannot be asked for.
            pulled.bad += 1;
            return Ok(pulled);
        }
        before = edges;
        let end = page.end || page.rows.is_empty();
        for row in page.rows {
            match row {
                Ok(record) => pulled.records.push(record),
                Err(bad) => {
                    pulled.bad += 1;
                    app.warn(&bad.reason);
                }
            }
        }
        if end {
            return Ok(pulled);
        }
        number = number.next();
    }
}
