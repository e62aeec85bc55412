//! The examples of docs/sandbox.md for other languages are run as they stand there.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "a skipped check says so")]

use std::{path::Path, process::Command};

use coupon_sandbox::{Sandbox, SandboxConfig};
use tokio::net::TcpListener;

const DOCS: &str = include_str!("../../../docs/sandbox.md");

/// Runs a command while a sandbox is served; it must succeed.
async fn run(mut command: Command) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(coupon_sandbox_server::serve(
        Sandbox::new(SandboxConfig::default()),
        listener,
        Default::default(),
    ));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples");
    command.env("SANDBOX", address).env("no_proxy", "127.0.0.1").current_dir(folder);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    server.abort();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// Whether a program can be run like this; else says what is not checked.
fn is_there(program: &Path, args: &[&str]) -> bool {
    let there =
        Command::new(program).args(args).output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: {} {} does not run here", program.display(), args.join(" "));
    }
    there
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_example_for_pytest_passes() {
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/venv/bin/python");
    let python = if venv.exists() { venv } else { "python3".into() };
    if is_there(&python, &["-m", "pytest", "--version"]) {
        let mut command = Command::new(python);
        command.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_issue.py"]);
        run(command).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_example_for_a_shell_passes() {
    if is_there("curl".as_ref(), &["--version"]) && is_there("md5sum".as_ref(), &["--version"]) {
        let mut command = Command::new("sh");
        command.arg("issue.sh");
        run(command).await;
    }
}

#[test]
fn the_documents_have_the_examples_as_they_are_run() {
    let rust = include_str!("../../sandbox/tests/example.rs");
    let rust = &rust[rust.find("use std").unwrap()..];
    for (language, text) in [
        ("rust,ignore", rust),
        ("python", include_str!("examples/test_issue.py")),
        ("bash", include_str!("examples/issue.sh")),
    ] {
        let block = format!("```{language}\n{text}```\n");
        assert!(DOCS.contains(&block), "docs/sandbox.md must have this {language}:\n{text}");
    }
}
