//! What may keep an attempt from being made.

use std::error::Error;
use std::fmt::Debug;

use async_trait::async_trait;

/// Asked before every attempt, once its client's own rate allows it: for a limit that several programs share, or a right to
/// call that can be lost while it is waited for.
#[async_trait]
pub trait BeforeAttempt: Debug + Send + Sync {
    /// Waits until the attempt may be made. The waiting counts against no timeout.
    ///
    /// # Errors
    ///
    /// Why it may not be made, which ends the call. The text is shown and must not hold URL, headers or body.
    async fn pass(&self, operation: &'static str) -> Result<(), Box<dyn Error + Send + Sync>>;
}
