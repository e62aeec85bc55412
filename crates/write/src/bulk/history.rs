//! The journal entries of earlier runs of a batch.

use std::collections::HashMap;

use coupon_ledger::{JournalEntry, JournalFilter, JournalState, Ledger, LedgerError};

/// The last attempt of every row.
#[derive(Debug)]
pub struct BatchHistory {
    batch: String,
    attempts: HashMap<u64, (u32, JournalEntry)>,
}

impl BatchHistory {
    /// Reads the journal for the entries of the batch `batch`.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub async fn read(ledger: &Ledger, batch: &str) -> Result<Self, LedgerError> {
        let under = Some(format!("{batch}:"));
        let filter = JournalFilter { under, ..JournalFilter::default() };
        Ok(Self::of(batch, ledger.journal_list(&filter, u32::MAX).await?))
    }

    fn of(batch: &str, entries: Vec<JournalEntry>) -> Self {
        let mut attempts: HashMap<u64, (u32, JournalEntry)> = HashMap::new();
        for entry in entries {
            let Some((line, number)) = parsed(batch, &entry.entry.key) else { continue };
            if attempts.get(&line).is_none_or(|(known, _)| *known < number) {
                attempts.insert(line, (number, entry));
            }
        }
        Self { batch: batch.to_owned(), attempts }
    }

    /// The last attempt for the row on this line. `None` if there was none, or if it was refused: then another one is due.
    pub fn standing(&self, line: u64) -> Option<&JournalEntry> {
        let (_, entry) = self.attempts.get(&line)?;
        (entry.state != JournalState::Refused).then_some(entry)
    }

    /// The first of these keys that the journal does not hold.
    pub fn lacks<'a>(&self, keys: &'a [String]) -> Option<&'a str> {
        let unknown = |key: &&String| {
            parsed(&self.batch, key).is_none_or(|(line, number)| {
                self.attempts.get(&line).is_none_or(|(last, _)| *last < number)
            })
        };
        keys.iter().find(unknown).map(String::as_str)
    }

    /// The key of the next attempt for the row on this line.
    pub fn next_key(&self, line: u64) -> String {
        match self.attempts.get(&line) {
            None => format!("{}:{line}", self.batch),
            Some((number, _)) => format!("{}:{line}.{}", self.batch, number + 1),
        }
    }
}

/// The line and the number of an attempt: `march:17` is the first of line 17, `march:17.2` the second.
fn parsed(batch: &str, key: &str) -> Option<(u64, u32)> {
    let rest = key.strip_prefix(batch)?.strip_prefix(':')?;
    let (line, number) = rest.split_once('.').unwrap_or((rest, "1"));
    Some((line.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use coupon_ledger::NewEntry;

    use super::*;

    fn entry(key: &str, state: JournalState) -> JournalEntry {
        JournalEntry {
            entry: NewEntry {
                key: key.to_owned(),
                account: "trade".into(),
                provider: "demo".into(),
                operation: "issue".to_owned(),
                body: "{}".to_owned(),
                request_id: None,
                baseline: None,
                operator: None,
                subject: None,
                prepared_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            },
            state,
            sent_at: None,
            settled_at: None,
            code: None,
            message: None,
            ids: None,
            role: None,
            read_at: None,
        }
    }

    #[test]
    fn a_refused_row_is_tried_again_under_another_key() {
        let entries = [
            ("b:2", JournalState::Done),
            ("b:3.2", JournalState::Unknown),
            ("b:3", JournalState::Refused),
            ("b:4", JournalState::Refused),
            ("b:5.10", JournalState::Refused),
            ("b:5.9", JournalState::Refused),
            ("b:note", JournalState::Done),
            ("bb:6", JournalState::Done),
        ];
        let history = BatchHistory::of("b", entries.map(|(key, state)| entry(key, state)).to_vec());
        let standing = |line| history.standing(line).map(|entry| entry.entry.key.as_str());
        let seen: Vec<_> = (2..=6).map(standing).collect();
        assert_eq!(seen, [Some("b:2"), Some("b:3.2"), None, None, None]);
        let lacks = |key: &str| history.lacks(&[key.to_owned()]).is_some();
        assert_eq!(["b:2", "b:3", "b:3.2", "b:5.10"].map(lacks), [false; 4]);
        assert_eq!(["b:3.3", "b:6", "c:2"].map(lacks), [true; 3]);
        assert_eq!([4, 5, 6].map(|line| history.next_key(line)), ["b:4.2", "b:5.11", "b:6"]);
    }
}
