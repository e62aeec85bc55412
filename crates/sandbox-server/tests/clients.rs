//! Clients that know nothing of this repository: one in Python, written from the documents, and a tool that makes calls up
//! from the OpenAPI documents.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may panic, and says what it skips"
)]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use coupon_sandbox::{Quirks, Sandbox, SandboxConfig};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A sandbox on a port, and the file that tells a client of it.
struct Served {
    sandbox: Sandbox,
    dir: TempDir,
}

#[tokio::test]
async fn a_python_client_written_from_the_documents_runs_all_fourteen_operations() {
    let Some(python) = python("python3", "hmac") else { return };
    for quirks in [Quirks::as_documented(), Quirks::as_observed()] {
        let served = Served::new(SandboxConfig { quirks, ..SandboxConfig::default() }).await;
        let text = served.good(&python, "python_client.py", &[], Duration::from_secs(600)).await;
        assert_eq!(text.lines().count(), 14, "{text}");
        let log = served.sandbox.log(0);
        let called: BTreeSet<_> = log.iter().filter_map(|call| call.operation).collect();
        assert_eq!(called.len(), 14, "{called:?}");
        let diagnosed = log.iter().find(|call| call.diagnosis.get().is_some());
        assert!(diagnosed.is_none(), "{diagnosed:?}");
    }
}

#[tokio::test]
async fn what_the_python_client_does_wrong_is_named_in_the_log() {
    let Some(python) = python("python3", "hmac") else { return };
    let served = Served::new(SandboxConfig::default()).await;
    for (mistake, cause) in [
        ("wrong-key", "differs"),
        ("gbk", "gbk"),
        ("gbk-sent", "gbk"),
        ("reserialised-body", "reserialised-body"),
        ("key-with-line-end", "key-with-line-end"),
        ("utc", "utc"),
        ("epoch", "epoch"),
    ] {
        let most = Duration::from_secs(600);
        let text = served.good(&python, "python_client.py", &[mistake], most).await;
        let said: Value = serde_json::from_str(&text).unwrap();
        assert!(
            !said["answer"].to_string().contains("advice"),
            "a vendor explains nothing: {said}"
        );
        let id: u64 = said["log"].as_str().unwrap().parse().unwrap();
        let entry = served.sandbox.log(id - 1).remove(0);
        assert!(entry.signature_refused);
        let diagnosis = serde_json::to_value(&entry.diagnosis).unwrap();
        assert_eq!(diagnosis["cause"], cause, "{mistake}: {diagnosis}");
        let key = served.sandbox.qince().app_key;
        assert!(!diagnosis.to_string().contains(&key), "{diagnosis}");
        assert!(diagnosis["expected_masked"].as_str().unwrap().contains("|***|"), "{diagnosis}");
    }
}

/// Prints the tool, the cases, and what was answered, by operation.
#[tokio::test]
async fn calls_made_up_from_the_openapi_documents_are_answered_within_them() {
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/venv/bin/python");
    let Some(python) = python(venv.to_str().unwrap(), "schemathesis") else { return };
    for quirks in [Quirks::as_documented(), Quirks::as_observed()] {
        let served = Served::new(SandboxConfig { quirks, ..SandboxConfig::default() }).await;
        let text = served.good(&python, "properties.py", &["40"], Duration::from_secs(900)).await;
        println!("{text}");
        let all = text.lines().find(|line| line.contains("in all:")).unwrap();
        let cases = all.split_whitespace().next().unwrap().parse().unwrap();
        coupon_testkit::passed_in_matrix("R15", "calls that schemathesis makes up", cases);
        let internal = served.sandbox.log(0).into_iter().find(|call| call.status >= 500);
        assert!(internal.is_none(), "{internal:?}");
    }
}

/// Prints the operations with the rows that were read.
#[tokio::test]
async fn a_client_that_a_generator_writes_runs_every_operation_with_typed_answers() {
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/venv/bin/python");
    let Some(python) = python(venv.to_str().unwrap(), "openapi_python_client") else { return };
    for profile in ["as-documented", "as-observed"] {
        let quirks = Quirks::profile(profile).unwrap();
        let served = Served::new(SandboxConfig { quirks, ..SandboxConfig::default() }).await;
        let most = Duration::from_secs(600);
        let text = served.good(&python, "generated.py", &[profile], most).await;
        println!("{profile}\n{text}");
        let log = served.sandbox.log(0);
        let called: BTreeSet<_> = log.iter().filter_map(|call| call.operation).collect();
        assert_eq!(called.len(), text.lines().count(), "{called:?}");
    }
}

/// A Python that has this module; else says so where nobody can miss it, and the gate counts it as skipped.
fn python(program: &str, module: &str) -> Option<PathBuf> {
    let found = Command::new(program).args(["-c", &format!("import {module}")]).output();
    if found.is_ok_and(|found| found.status.success()) {
        return Some(program.into());
    }
    eprintln!("SKIPPED: {program} does not run or has no {module}; .ci/run installs both");
    None
}

impl Served {
    async fn new(settings: SandboxConfig) -> Self {
        let sandbox = Sandbox::new(settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(coupon_sandbox_server::serve(sandbox.clone(), listener, Default::default()));
        let mut access = serde_json::to_value(sandbox.access(&base_url)).unwrap();
        // Cases that a client that calls at random would hardly hit.
        access["vouchers"] = json!(ids(&sandbox, "voucher.getVoucherInfos", "id").await);
        access["coupons"] =
            json!(ids(&sandbox, "coupondetail.queryCouponDetail", "coupon_no").await);
        let samples = coupon_qmai_wire::OPERATIONS.iter().map(|one| {
            let params: Value = serde_json::from_str(&sandbox.sample(one.name)).unwrap();
            (one.name.to_owned(), json!({ "action": one.action, "params": params }))
        });
        access["samples"] = samples.collect::<serde_json::Map<_, _>>().into();
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join("access.json"), access.to_string()).unwrap();
        Self { sandbox, dir }
    }

    /// The output of a script that must end well.
    async fn good(
        &self,
        python: &Path,
        script: &str,
        arguments: &[&str],
        most: Duration,
    ) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(script);
        let mut command = Command::new(python);
        command.arg("-B").arg(script).arg(self.dir.path().join("access.json")).args(arguments);
        command.current_dir(self.dir.path()).stdin(Stdio::null());
        let run = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = tokio::time::timeout(most, run).await.expect("in time").unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(output.status.success(), "{arguments:?}: {out}{err}");
        out
    }
}

async fn ids(sandbox: &Sandbox, operation: &str, field: &str) -> Vec<String> {
    let rows = crate::support::data(sandbox, operation, json!({ "page_length": 30 })).await;
    let text =
        |row: &Value| row[field].as_str().map_or_else(|| row[field].to_string(), str::to_owned);
    crate::support::rows(&rows).iter().map(text).collect()
}
