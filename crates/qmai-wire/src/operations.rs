//! The catalogue of operations.

#[cfg(feature = "schema")]
use coupon_wire::OperationSchemas;

use crate::{endpoint::Operation, operation_list::joined, v2, v3};

const COUNT: usize = v3::OPERATIONS.len() + v2::OPERATIONS.len();

/// Every operation, for calls by name. Each module lists its own.
pub const OPERATIONS: &[Operation] = &joined::<COUNT>(v3::OPERATIONS, v2::OPERATIONS);

/// Every operation with its schemas, in the order of [`OPERATIONS`].
#[cfg(feature = "schema")]
pub fn operations_with_schemas() -> Vec<OperationSchemas<Operation>> {
    let schemas = v3::SCHEMAS.iter().chain(v2::SCHEMAS);
    OPERATIONS.iter().zip(schemas).map(|(operation, schemas)| schemas(operation)).collect()
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
