//! The list of the operations of a module.

use crate::endpoint::Operation;

/// Lists the operations of a module, once.
macro_rules! operations {
    ($($endpoint:ty,)*) => {
        /// The operations of this module, in the order of the documents.
        pub(crate) const OPERATIONS: &[crate::endpoint::Operation] =
            &[$(crate::endpoint::Operation::of::<$endpoint>(),)*];

        /// Their schemas, in the same order.
        #[cfg(feature = "schema")]
        pub(crate) const SCHEMAS: &[fn(
            &'static crate::endpoint::Operation,
        ) -> coupon_wire::OperationSchemas<
            crate::endpoint::Operation,
        >] = &[$(crate::schema::schemas_of::<$endpoint>,)*];
    };
}

pub(crate) use operations;

/// The operations of two modules, one after the other.
pub(crate) const fn joined<const N: usize>(
    first: &[Operation],
    second: &[Operation],
) -> [Operation; N] {
    let mut all = [first[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() { first[at] } else { second[at - first.len()] };
        at += 1;
    }
    all
}
