//! The calls and writes of a provider. Sync and the command line know providers through this alone.

use serde::Serialize;

use crate::query::DateField;

/// The calls and writes of a provider. All others fail with `Unsupported`. The default is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Capabilities {
    /// Templates by day: the dates that windows can be about.
    pub templates: &'static [DateField],
    /// Templates in one list that no day narrows.
    pub templates_whole: bool,
    /// Templates by id: how many ids one call takes.
    pub templates_by_id: Option<usize>,
    /// Customers whom a template addresses.
    pub customers: bool,
    /// Coupons by day: the dates that windows can be about.
    pub coupons_by_window: &'static [DateField],
    /// Coupons of a template named by id.
    pub coupons_by_template_id: bool,
    /// Coupons of a template named by name.
    pub coupons_by_template_name: bool,
    /// Coupons of a customer named by id.
    pub coupons_by_customer: bool,
    /// One coupon by its code.
    pub coupon: bool,
    /// One coupon only together with its customer.
    pub coupon_needs_customer: bool,
    /// The writes.
    pub commands: &'static [CommandKind],
}

/// A kind of write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandKind {
    /// Make a template.
    CreateTemplate,
    /// End a template by hand.
    EndTemplate,
    /// Move the last day of a template.
    ChangeEnd,
    /// Give a coupon to a customer.
    Issue,
    /// Approve a coupon or send it back.
    Review,
    /// Set custom fields of a coupon.
    Annotate,
    /// Use a coupon in an order.
    Use,
    /// Undo the use of a coupon.
    Reverse,
    /// Take a coupon back.
    Revoke,
}

crate::words! {
    /// One word, as used in journals and errors.
    CommandKind {
        CreateTemplate = "create_template",
        EndTemplate = "end_template",
        ChangeEnd = "change_end",
        Issue = "issue",
        Review = "review",
        Annotate = "annotate",
        Use = "use",
        Reverse = "reverse",
        Revoke = "revoke",
    }
}
