//! The catalogue of operations.

#[cfg(feature = "schema")]
use coupon_wire::OperationSchemas;

use crate::{coupondetail, endpoint::Operation, operation_list::joined, voucher};

const COUNT: usize = voucher::OPERATIONS.len() + coupondetail::OPERATIONS.len();

/// Every operation, for calls by name. Each module lists its own.
pub const OPERATIONS: &[Operation] =
    &joined::<COUNT>(voucher::OPERATIONS, coupondetail::OPERATIONS);

/// Every operation with its schemas, in the order of [`OPERATIONS`].
#[cfg(feature = "schema")]
pub fn operations_with_schemas() -> Vec<OperationSchemas<Operation>> {
    let schemas = voucher::SCHEMAS.iter().chain(coupondetail::SCHEMAS);
    OPERATIONS.iter().zip(schemas).map(|(operation, schemas)| schemas(operation)).collect()
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
