//! The names of the switches.

/// A switch. Its values and what they mean are in the table of docs/sandbox.md; the first value is what the documents print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quirk {
    /// `use-status-zero`
    UseStatusZero,
    /// `gift-status`
    GiftStatus,
    /// `qmai-status`
    QmaiStatus,
    /// `qmai-code`
    QmaiCode,
    /// `qmai-trace-id`
    QmaiTraceId,
    /// `qmai-int`
    QmaiInt,
    /// `qmai-blank`
    QmaiBlank,
    /// `v2-both-keys`
    V2BothKeys,
    /// `v2-number`
    V2Number,
    /// `v2-templates`
    V2Templates,
    /// `v3-data`
    V3Data,
    /// `qmai-envelope`
    QmaiEnvelope,
    /// `v3-updated-at`
    V3UpdatedAt,
    /// `v2-goods-range`
    V2GoodsRange,
    /// `v2-show-page`
    V2ShowPage,
    /// `nothing-found`
    NothingFound,
    /// `qmai-biz-id`
    QmaiBizId,
    /// `voucher-id`
    VoucherId,
    /// `prod-brands`
    ProdBrands,
    /// `voucher-percent`
    VoucherPercent,
    /// `voucher-times`
    VoucherTimes,
    /// `effect-date`
    EffectDate,
    /// `modify-time`
    ModifyTime,
    /// `return-code`
    ReturnCode,
    /// `response-data`
    ResponseData,
    /// `no-rows`
    NoRows,
    /// `source-from`
    SourceFrom,
    /// `required-type`
    RequiredType,
    /// `end-date`
    EndDate,
    /// `receive-fields`
    ReceiveFields,
    /// `receive-answer`
    ReceiveAnswer,
    /// `coupon-units`
    CouponUnits,
    /// `coupon-keys`
    CouponKeys,
    /// `voucher-use-status`
    VoucherUseStatus,
    /// `voucher-expired`
    VoucherExpired,
    /// `named-range`
    NamedRange,
    /// `window-end`
    WindowEnd,
    /// `qince-time`
    QinceTime,
    /// `http-refusals`
    HttpRefusals,
}
