//! Clients in other languages, each written from the documents alone, with the message ids and the times that are usual there:
//! every one of them runs all operations under both profiles.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may panic, and says what it skips"
)]

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Output},
};

use coupon_sandbox::{Quirks, Sandbox, SandboxConfig};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A language: the programs that must be there, how the client is made ready, and how it is run.
struct Language {
    name: &'static str,
    needs: &'static [&'static str],
    compile: &'static [&'static str],
    run: &'static [&'static str],
}

const fn language(
    name: &'static str,
    needs: &'static [&'static str],
    compile: &'static [&'static str],
    run: &'static [&'static str],
) -> Language {
    Language { name, needs, compile, run }
}

const LANGUAGES: [Language; 6] = [
    language("bash", &["bash", "curl", "openssl"], &[], &["bash", "client.sh"]),
    language("Node.js", &["node"], &[], &["node", "client.mjs"]),
    language("PHP", &["php"], &[], &["php", "client.php"]),
    language(
        "Java",
        &["java", "javac"],
        &["javac", "Client.java"],
        &["java", "-cp", ".", "Client"],
    ),
    language("Go", &["go"], &["go", "build", "-o", "client", "client.go"], &["./client"]),
    language("C#", &["mcs", "mono"], &["mcs", "client.cs"], &["mono", "client.exe"]),
];

/// Prints the languages, and those that this machine lacks.
#[tokio::test]
async fn a_client_in_each_language_runs_all_operations() {
    for language in LANGUAGES {
        let Language { name, needs, compile, run } = language;
        let is_there = |program: &&&str| Command::new(program).arg("--version").output().is_ok();
        if let Some(missing) = needs.iter().find(|program| !is_there(program)) {
            eprintln!("SKIPPED: {name}, as {missing} is not on this machine");
            continue;
        }
        let folder = copied_clients();
        if !compile.is_empty() {
            good(name, command(folder.path(), compile).output().unwrap());
        }
        for quirks in [Quirks::as_documented(), Quirks::as_observed()] {
            let sandbox = Sandbox::new(SandboxConfig { quirks, ..SandboxConfig::default() });
            let names = lists(&sandbox, folder.path()).await;
            let mut command = command(folder.path(), run);
            command.args(["access.tsv", "calls.tsv"]);
            let output = tokio::task::spawn_blocking(move || command.output().unwrap());
            let printed = good(name, output.await.unwrap());
            assert_eq!(printed.lines().collect::<Vec<_>>(), names, "{name}");
            let log = sandbox.log(0);
            let called: BTreeSet<_> = log.iter().filter_map(|call| call.operation).collect();
            assert_eq!(called.len(), names.len(), "{name}: {called:?}");
            assert!(log.iter().all(|call| !call.signature_refused), "{name}");
            println!("{name}: {} operations", names.len());
        }
    }
}

/// The clients in a folder where compilers may leave files.
fn copied_clients() -> TempDir {
    let folder = TempDir::new().unwrap();
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/languages");
    for file in std::fs::read_dir(clients).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    folder
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).current_dir(folder);
    // Go keeps what it has built under the home folder, which a test may not have.
    command
        .env("GOCACHE", folder.join("go-cache"))
        .env("GOFLAGS", "-mod=mod")
        .env("GO111MODULE", "off");
    command
}

fn good(name: &str, output: Output) -> String {
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name}: {out}{err}");
    out.into_owned()
}

/// Serves the sandbox, and writes its address, its account and a call of every operation for a client that reads lines.
async fn lists(sandbox: &Sandbox, folder: &Path) -> Vec<&'static str> {
    let calls = crate::calls::calls(sandbox).await;
    sandbox.clear_log();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(coupon_sandbox_server::serve(sandbox.clone(), listener, Default::default()));
    let (qince, qmai) = (sandbox.qince(), sandbox.qmai());
    let access = [
        ("base_url", base_url),
        ("openid", qince.openid),
        ("app_key", qince.app_key),
        ("open_id", qmai.open_id),
        ("grant_code", qmai.grant_code),
        ("open_key", qmai.open_key),
    ];
    let access: String = access.iter().map(|(name, value)| format!("{name}\t{value}\n")).collect();
    std::fs::write(folder.join("access.tsv"), access).unwrap();
    let line = |(name, body): &(&'static str, serde_json::Value)| match coupon_qmai_wire::operation(
        name,
    ) {
        Some(operation) => {
            let action = operation.action.unwrap_or_default();
            format!("{name}\tqmai\t{}\t{action}\t{body}\n", operation.path)
        }
        None => {
            let path = coupon_qince_wire::operation(name).unwrap().path;
            format!("{name}\tqince\t{path}\t\t{body}\n")
        }
    };
    std::fs::write(folder.join("calls.tsv"), calls.iter().map(line).collect::<String>()).unwrap();
    calls.into_iter().map(|(name, _)| name).collect()
}
