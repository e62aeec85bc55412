//! The same job by a script in Python's standard library.

use std::{path::Path, process::Command};

use crate::{measure::seconds, server::Server};

/// Seconds that the script takes, or why it did not run.
pub(crate) fn pull(server: &Server) -> Result<f64, String> {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/pull.py");
    let mut command = Command::new("python3");
    command.arg(script).args(["base_url", "openid", "app_key"].map(|part| server.qince(part)));
    command.arg(folder.path().join("coupons.db"));
    let (seconds, output) = seconds(|| command.output());
    let output = output.map_err(|error| format!("python3: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(seconds)
}
