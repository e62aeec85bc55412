//! Values to choose from.

use coupon_sandbox::Sandbox;
use serde_json::Value;

use crate::{
    record_values::plain,
    shown_vendor::{Choice, FieldChoices},
    vendors::VENDORS,
};

/// The values of the sandbox's own data that a field may take.
pub(super) struct Choices(Vec<FieldChoices>);

impl Choices {
    pub(super) fn of_state(sandbox: &Sandbox) -> Self {
        Self(VENDORS.into_iter().flat_map(|vendor| (vendor.choices)(sandbox)).collect())
    }

    /// Those for a field: of the state by its name, else the documented values.
    pub(super) fn of(&self, name: &str, schema: &Value) -> Vec<Choice> {
        if let Some((_, choices)) = self.0.iter().find(|(names, _)| names.contains(&name)) {
            return choices.clone();
        }
        let known = schema["examples"].as_array().into_iter().flatten();
        known.map(|value| (plain(value), String::new())).collect()
    }
}
