//! The check before an attempt.

use std::error::Error;
use std::fmt::Debug;

use async_trait::async_trait;

/// Asked before every attempt, after the client's own rate allowed it. It serves a limit that several programs share, and a
/// right to call that can be lost meanwhile.
#[async_trait]
pub trait BeforeAttempt: Debug + Send + Sync {
    /// Waits until the attempt may be made. The waiting counts against no timeout.
    ///
    /// # Errors
    ///
    /// The reason why it may not be made, which ends the call. The text is shown and must not hold URL, headers or body.
    async fn pass(&self, operation: &'static str) -> Result<(), Box<dyn Error + Send + Sync>>;
}
