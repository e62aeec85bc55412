//! Changes of a Qmai coupon that no documented operation makes.

use serde::Deserialize;

use super::{state::QmaiState, step::QmaiStep};
use crate::{clock::Millis, error::SandboxError};

/// A step in the life of a Qmai coupon. As JSON, for `POST /_sandbox/step`: `{"step": "use_qmai", "card_id": "38…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "step", deny_unknown_fields)]
pub enum QmaiAction {
    /// It is written off.
    #[serde(rename = "use_qmai")]
    Use {
        /// Its code.
        card_id: String,
    },
    /// The order that used it is undone: the coupon shows useStatus 0 again.
    #[serde(rename = "reverse_qmai")]
    Reverse {
        /// Its code.
        card_id: String,
    },
    /// Freezes an unused one.
    #[serde(rename = "freeze_qmai")]
    Freeze {
        /// Its code.
        card_id: String,
    },
    /// Undoes a freeze.
    #[serde(rename = "thaw_qmai")]
    Thaw {
        /// Its code.
        card_id: String,
    },
    /// Deletes it: it stays listed, with useStatus 7.
    #[serde(rename = "delete_qmai")]
    Delete {
        /// Its code.
        card_id: String,
    },
}

impl QmaiAction {
    /// The names of all, as JSON has them.
    pub(crate) const STEPS: &[&str] =
        &["use_qmai", "reverse_qmai", "freeze_qmai", "thaw_qmai", "delete_qmai"];
}

impl QmaiState {
    /// Applies an action. Nothing has changed if it is impossible.
    ///
    /// # Errors
    ///
    /// The action names what does not exist, or the state forbids it.
    pub(crate) fn apply(&mut self, action: &QmaiAction, now: Millis) -> Result<(), SandboxError> {
        let (card, step) = match action {
            QmaiAction::Use { card_id } => (card_id, QmaiStep::Use),
            QmaiAction::Reverse { card_id } => (card_id, QmaiStep::Reverse),
            QmaiAction::Freeze { card_id } => (card_id, QmaiStep::Freeze),
            QmaiAction::Thaw { card_id } => (card_id, QmaiStep::Thaw),
            QmaiAction::Delete { card_id } => (card_id, QmaiStep::Delete),
        };
        self.step(card, step, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_its_name_in_the_list() {
        let error =
            serde_json::from_str::<QmaiAction>(r#"{"step": "fly"}"#).unwrap_err().to_string();
        let known = QmaiAction::STEPS.join("`, `");
        assert!(error.contains(&format!("expected one of `{known}`")), "{error}");
    }
}
