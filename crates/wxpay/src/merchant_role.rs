//! The merchant's part in the stocks whose coupons are listed.

/// The part of the merchant in the stocks whose coupons are listed: a list must name the caller in its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MerchantRole {
    /// It made them (`creator_merchant`).
    #[default]
    Creator,
    /// They belong to it (`belong_merchant`).
    Owner,
    /// It issues them (`sender_merchant`).
    Sender,
}
