//! Questions to a provider.

use std::num::{NonZeroU32, TryFromIntError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    coupon::CouponState,
    id::{CouponId, CustomerId, TemplateId},
};

/// Days of creation or of change. A bound alone is legal; none reads everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// Which date of a record the window is about.
    pub by: DateField,
    /// First Beijing day.
    pub from: Option<Date>,
    /// Last Beijing day, sent as it is. Whether a vendor includes it is not documented: send the day after the last
    /// one you need.
    pub to: Option<Date>,
}

/// The date a window is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateField {
    /// The day the record was made.
    Created,
    /// The day the record last changed.
    Changed,
}

/// How a template is named. 兑货券 are issued and filtered by the name of their agreement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateRef {
    /// By the vendor's id.
    Id(TemplateId),
    /// By name.
    Name(String),
}

/// How a customer is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerRef {
    /// By the vendor's id.
    Id(CustomerId),
    /// By the business's own code.
    Code(String),
    /// By the code of the system the customer came from.
    SourceCode(String),
}

/// How one coupon is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CouponRef {
    /// By id or by code.
    pub name: CouponKey,
    /// Who holds it; some providers need it.
    pub customer: Option<CustomerRef>,
    /// The coupon's template. Some providers need it.
    pub template: Option<TemplateRef>,
}

/// Id or code of a coupon.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponKey {
    /// The vendor's id of the listed record.
    Id(CouponId),
    /// By the code that writes and people use.
    Code(String),
}

/// A question for coupons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponQuery {
    /// Whose, of what, or of when.
    pub scope: Scope,
    /// Only these; a provider that cannot ask the vendor for it answers `Unsupported`.
    pub state: Option<CouponState>,
}

/// The coupons that a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The coupons of one customer.
    Customer(CustomerRef),
    /// The coupons of one template.
    Template(TemplateRef),
    /// The coupons of some days.
    Window(Window),
}

/// Pages are counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageNumber(NonZeroU32);

impl PageNumber {
    /// The first page.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The page after this one.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number, from one.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// There is no page zero.
impl TryFrom<u32> for PageNumber {
    type Error = TryFromIntError;

    fn try_from(number: u32) -> Result<Self, TryFromIntError> {
        NonZeroU32::try_from(number).map(Self)
    }
}
