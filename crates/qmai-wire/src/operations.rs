//! The catalogue of operations.

#[cfg(feature = "schema")]
use coupon_wire::OperationSchemas;

#[cfg(feature = "schema")]
use crate::schema::schemas_of;
use crate::{endpoint::Operation, v2, v3};

/// Lists the operations, once.
macro_rules! operations {
    ($($endpoint:ty,)*) => {
        /// Every operation, for calls by name.
        pub const OPERATIONS: &[Operation] = &[$(Operation::of::<$endpoint>(),)*];

        /// Every operation with its schemas, in the order of [`OPERATIONS`].
        #[cfg(feature = "schema")]
        pub fn operations_with_schemas() -> Vec<OperationSchemas<Operation>> {
            let schemas: &[fn(&'static Operation) -> OperationSchemas<Operation>] =
                &[$(schemas_of::<$endpoint>,)*];
            OPERATIONS.iter().zip(schemas).map(|(operation, schemas)| schemas(operation)).collect()
        }
    };
}

operations! {
    v3::GetCustomerCoupons,
    v3::GetCustomerCouponList,
    v3::GetCouponDetail,
    v3::AllCustomerInfo,
    v3::GetTemplateDetail,
    v3::GetCouponTemplateListByIds,
    v3::CouponStatus,
    v3::IssueCouponsToCustomer,
    v3::WriteOffCoupon,
    v3::CouponReverse,
    v3::RecycleCoupons,
    v3::CouponRecovery,
    v2::UserCouponsDetailByIds,
    v2::UserCouponsDetailByUser,
    v2::UserCouponList,
    v2::CouponStoreList,
    v2::CouponTemplateDetail,
    v2::CouponsVertify,
    v2::OffCoupon,
    v2::CouponExchange,
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
