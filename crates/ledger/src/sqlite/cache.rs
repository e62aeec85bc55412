//! Facts about the database that are kept in memory.

use std::collections::{HashMap, HashSet};

use coupon_domain::TemplateId;

use crate::{backend::SourceName, read::LedgerTable, row_bit_set::RowBitSet};

/// Facts about the file that would otherwise be asked for with every row. A failed transaction empties it.
#[derive(Debug, Default)]
pub(super) struct SqliteCache {
    /// The numbers under which the rows of a source lie.
    pub(super) numbers: HashMap<SourceName, i64>,
    /// The rows that each full reading under way has brought.
    pub(super) full: HashMap<(i64, LedgerTable), RowBitSet>,
    /// Templates that coupons name and the file knows of.
    pub(super) met: HashMap<i64, HashSet<TemplateId>>,
}
