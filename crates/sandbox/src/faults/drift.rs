//! The changes that a fault makes between pages.

/// The change that a fault between pages makes to every page but the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Drift {
    #[default]
    None,
    Repeated,
    Shifted,
}
