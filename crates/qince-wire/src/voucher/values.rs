//! The words that several operations of `voucher` use for one thing.

coupon_wire::values! {
    /// How an order must be paid (限定支付方式).
    pub enum Payment {
        /// In any way.
        ///
        /// 任何方式皆可。
        Any = "UNLIMITED",
        /// Online (在线支付).
        Online = "ONLINE",
    }
}

coupon_wire::values! {
    /// Who made a coupon (优惠券来源, 创建方式).
    pub enum VoucherOrigin {
        /// This tenant (系统自建, 自增加).
        Own = "ZZ",
        /// A connected tenant passed it down (互联下发).
        PassedDown = "XF",
        /// An external system (外部系统).
        External = "OPENAPI",
    }
}

coupon_wire::values! {
    /// Which of the required goods an order must contain (必含方式).
    pub enum RequiredMode {
        /// Any of them (必含任一).
        Any = "ANYONE",
        /// All of them (必含全部).
        All = "ALL",
    }
}

coupon_wire::values! {
    /// How a discount is worked out (优惠方式).
    pub enum DiscountKind {
        /// A fixed amount (固定面值).
        Fixed = "GDMZ",
        /// A percentage (折扣比例).
        Percent = "ZKBL",
    }
}

coupon_wire::values! {
    /// Whom a coupon addresses (客户范围).
    pub enum TradeRange {
        /// Customers by their attributes (指定客户范围).
        Attributes = "1",
        /// Named customers (指定具体客户).
        Named = "2",
    }
}

coupon_wire::values! {
    /// Which goods a coupon counts for (商品范围).
    pub enum GoodsMode {
        /// All goods (全部商品).
        All = "ALL",
        /// Goods of some types (商品类型).
        Types = "TYPE",
        /// Goods of some brands (商品品牌).
        Brands = "BRAND",
        /// Some products (指定商品).
        Products = "PRODUCT",
    }
}

coupon_wire::values! {
    /// Yes and no in a request (是, 否; 有限制, 不限制).
    pub enum YesNo {
        /// Yes.
        ///
        /// 是。
        Yes = "Y",
        /// No.
        ///
        /// 否。
        No = "N",
    }
}

coupon_wire::values! {
    /// How customers come by a coupon (发放方式).
    pub enum GrantKind {
        /// The customer claims it (主动领取); only with a range by attributes.
        Claimed = "ZDLQ",
        /// A promotion gives it out (活动发放).
        Promotion = "HDFF",
        /// The customer claims it through a third party (第三方领取).
        ThirdParty = "THIRDPARTY",
    }
}

coupon_wire::values! {
    /// Use of a coupon that a customer holds (优惠券使用状态).
    pub enum VoucherUseStatus {
        /// Unused (未使用).
        Unused = "0",
        /// Used (已使用).
        Used = "1",
        /// Unused and past its last day (已过期).
        Expired = "2",
    }
}
