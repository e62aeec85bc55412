//! Where an operation is that is in no vendor's table.

use coupon_wire::OperationKind;

/// The place of an operation at its vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnlistedPlace {
    /// Part of the URL behind the host: `customer/v1/queryCustomer`.
    pub(crate) path: &'static str,
    /// Its name within the path, where one path serves many operations.
    pub(crate) action: Option<&'static str>,
}

/// Why a path is not taken for an operation of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnlistedError {
    /// It is an operation of the table, whose kind and rules are known.
    #[error("this is {name}, a {}: call it by that name", .kind.as_str())]
    Listed {
        /// The name of the operation.
        name: &'static str,
        /// Whether it may change something.
        kind: OperationKind,
    },
    /// Operations of such a path are not told apart by an action.
    #[error("a path of {of} has no action")]
    NoActions {
        /// Whose paths these are: a vendor's, or those of one of its interfaces, such as V3.
        of: &'static str,
    },
    /// The vendor's own check of path and action.
    #[error("{en}")]
    Place {
        /// The reason in English.
        en: String,
        /// The same in Chinese.
        zh: String,
    },
}

impl UnlistedError {
    /// The reason in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Listed { name, kind } => {
                let kind = if kind.is_write() { "写操作" } else { "读操作" };
                format!("这是 {name}（{kind}），请用该名称调用")
            }
            Self::NoActions { of } => format!("{of} 的路径没有 Action"),
            Self::Place { zh, .. } => zh.clone(),
        }
    }
}
