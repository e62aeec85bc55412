//! A journal entry as a row of the database.

use crate::{
    backend_error::BackendError,
    journal::{JournalEntry, JournalState, NewEntry, WriteSubject},
    row_reader::{ColumnSource, RowReader},
};

/// Reads an entry out of the columns of a row.
pub(crate) fn decode_entry<C: ColumnSource>(
    from: &mut RowReader<C>,
) -> Result<JournalEntry, BackendError> {
    Ok(JournalEntry {
        entry: NewEntry {
            key: from.text()?,
            account: from.text()?,
            provider: from.text()?,
            operation: from.text()?,
            body: from.text()?,
            request_id: from.maybe_text()?,
            baseline: from.count()?,
            operator: from.maybe_text()?,
            subject: decode_subject(from)?,
            prepared_at: from.parsed()?,
        },
        state: decode_state(from)?,
        sent_at: from.maybe_parsed()?,
        settled_at: from.maybe_parsed()?,
        code: from.maybe_text()?,
        message: from.maybe_text()?,
        ids: from.maybe_text()?,
        role: from.maybe_text()?,
        read_at: from.maybe_parsed()?,
    })
}

/// A subject that no version of ours wrote is an error: taken for none, its row would never be marked as unread.
fn decode_subject<C: ColumnSource>(
    from: &mut RowReader<C>,
) -> Result<Option<WriteSubject>, BackendError> {
    let Some(text) = from.maybe_text::<String>()? else { return Ok(None) };
    WriteSubject::parse(&text).map(Some).ok_or_else(|| from.unreadable_last())
}

fn decode_state<C: ColumnSource>(from: &mut RowReader<C>) -> Result<JournalState, BackendError> {
    let word: String = from.text()?;
    let found = JournalState::ALL.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| from.unreadable_last())
}
