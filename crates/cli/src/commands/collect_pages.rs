//! Reading all pages of an answer, with a warning for each row that could not be parsed.

use coupon_domain::{CollectedPages, Page, PageNumber, Result};

use coupon_messages::row_reason;

use crate::{app::App, error::CliError};

/// Asks for page after page until one is the end.
pub(crate) async fn collect_pages<T, F>(
    app: &App,
    ask: impl Fn(PageNumber) -> F,
) -> Result<CollectedPages<T>>
where
    F: Future<Output = Result<Page<T>>>,
{
    coupon_domain::collect_pages(ask, |bad| app.warn(&row_reason(&bad.reason, app.lang))).await
}

/// An error if a row is missing from the pages.
pub(crate) fn require_complete<T>(pages: &CollectedPages<T>) -> Result<(), CliError> {
    if pages.complete { Ok(()) } else { Err(CliError::Incomplete) }
}
