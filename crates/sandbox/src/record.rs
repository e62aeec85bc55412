//! The kinds of records that a sandbox holds.

/// Id and text of a row, verbatim.
pub type RecordText = (String, String);

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// 优惠券 of Qince, as getVoucherInfos shows them.
    Vouchers,
    /// 优惠券 that a customer holds, as queryVoucherUsedInfo shows them.
    HeldVouchers,
    /// 兑货券 of Qince, product by product, as queryCouponDetail shows them.
    GoodsCoupons,
    /// Customers of the Qince account, as getCmInfos shows them.
    QinceCustomers,
    /// Products of the Qince account, with `id`, `code`, `name` and `unit`.
    QinceProducts,
    /// Coupons of Qmai, as getCustomerCoupons shows them.
    QmaiCoupons,
    /// Templates of Qmai, as V2 shows them by ids.
    QmaiTemplates,
}

impl RecordKind {
    /// Every kind, Qince first.
    pub const ALL: [Self; 7] = [
        Self::Vouchers,
        Self::HeldVouchers,
        Self::GoodsCoupons,
        Self::QinceCustomers,
        Self::QinceProducts,
        Self::QmaiCoupons,
        Self::QmaiTemplates,
    ];
}
