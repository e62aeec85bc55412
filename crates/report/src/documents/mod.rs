//! Rows of a ledger as programs read them: one JSON document each. The command line's README documents the names.

mod coupon;
mod journal;
mod json_layout;
mod quarantine;
mod row;

pub use coupon::{CouponDocument, GoodsDocument};
pub use journal::JournalDocument;
pub use json_layout::{one_line_json, pretty_json};
pub use quarantine::{QuarantineDocument, QuarantineIdError, quarantined_row};
pub use row::{RowDocument, TextOrJson};
