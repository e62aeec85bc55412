//! Facts about the database that are kept in memory.

use std::collections::{HashMap, HashSet};

use coupon_domain::TemplateId;

use crate::{backend::SourceName, read::LedgerTable, row_bit_set::RowBitSet};

/// Facts about the database that would otherwise be asked for with every row. A failed transaction empties it.
#[derive(Debug, Default)]
pub(super) struct PostgresCache {
    /// The sources that the open transaction holds, with their numbers: nobody else writes their rows meanwhile.
    pub(super) held: HashMap<SourceName, i64>,
    /// The rows that each full reading under way has brought.
    pub(super) full: HashMap<(i64, LedgerTable), RowBitSet>,
    /// Templates that coupons name and the database knows of.
    pub(super) met: HashMap<i64, HashSet<TemplateId>>,
}
