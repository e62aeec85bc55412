//! The catalogue of operations.

#[cfg(feature = "schema")]
use coupon_wire::OperationSchemas;

#[cfg(feature = "schema")]
use crate::schema::schemas_of;
use crate::{busifavor, endpoint::Operation};

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
    busifavor::ListCoupons,
    busifavor::QueryCoupon,
    busifavor::QueryStock,
    busifavor::BusiFavorUse,
    busifavor::ReturnCoupon,
    busifavor::DeactivateCoupon,
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
