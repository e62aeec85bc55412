//! A call of each operation that the sandbox would carry out now, made of what it holds.

use serde_json::json;

use crate::sandbox::Sandbox;

impl Sandbox {
    /// The JSON text of a call that the sandbox would carry out now; of a call that undoes another, after the sample of that
    /// one. `{}` for an operation that is not known here.
    pub fn sample(&self, operation: &str) -> String {
        let side = self.sides().knowing(operation);
        let own = side.and_then(|side| side.sample(operation, self.context()));
        own.unwrap_or_else(|| json!({})).to_string()
    }
}
