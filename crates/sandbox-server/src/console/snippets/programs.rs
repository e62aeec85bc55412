//! A call as a whole program in other languages. Each needs nothing but its language's standard library, and signs anew
//! whenever it runs.

use serde_json::Value;

use crate::shown_vendor::{ProgramCall, TextLiteral};

/// The languages, and how each writes a text.
const LANGUAGES: [(&str, TextLiteral); 5] = [
    ("Python", double_quoted),
    ("Java", double_quoted),
    ("PHP", single_quoted),
    ("Node.js", double_quoted),
    ("Go", double_quoted),
];

/// The program in each language, by the language's name.
pub(in crate::console) fn programs(call: &ProgramCall<'_>) -> Vec<(&'static str, String)> {
    let vendor = call.operation.vendor;
    let url = format!("{}/{}", call.base_url, call.operation.path);
    let program = |(language, text): (&'static str, TextLiteral)| {
        let (_, template) = vendor.programs.iter().find(|(name, _)| *name == language)?;
        let value = |name: &str| match name {
            "url" => Some(text(&url)),
            "key" => Some(text(call.key)),
            "body" => Some(text(call.body)),
            _ => (vendor.program_value)(name, call, text),
        };
        Some((language, fill(template, &value)))
    };
    LANGUAGES.into_iter().filter_map(program).collect()
}

/// The template with each `@name@` that has a value replaced, in one pass: a value is never looked into.
fn fill(template: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let (mut filled, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('@') {
        filled.push_str(before);
        match after.split_once('@').and_then(|(name, after)| Some((value(name)?, after))) {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push('@');
                rest = after;
            }
        }
    }
    filled + rest
}

/// A text of JSON is one of Python, Java, JavaScript and Go.
fn double_quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use coupon_qmai_wire::V2Signing;
    use coupon_sandbox::{Sandbox, SandboxConfig};
    use tokio::net::TcpListener;

    use super::*;
    use crate::console::{operations::operations, try_it};

    /// How a program of each language is run, and whether it starts fast enough to be run for every operation.
    const RUNNERS: [(&str, &str, &str, bool); 5] = [
        ("Python", "python3", "call.py", true),
        ("Java", "java", "Call.java", false),
        ("PHP", "php", "call.php", true),
        ("Node.js", "node", "call.mjs", true),
        ("Go", "go", "call.go", false),
    ];

    #[tokio::test]
    #[allow(clippy::print_stderr, reason = "it says which languages this machine lacks")]
    async fn every_program_is_answered_with_success() {
        let recipes =
            [V2Signing::PascalCase, V2Signing::CamelCase, V2Signing::PascalCaseWithAction];
        for v2_signing in recipes {
            for (name, runner, file, every) in RUNNERS {
                if Command::new(runner).arg("--version").output().is_err() {
                    eprintln!("SKIPPED: {name} is not on this machine");
                    continue;
                }
                // Each language finds the sandbox as the others did: a coupon is used once.
                let sandbox =
                    Sandbox::new(SandboxConfig { v2_signing, ..SandboxConfig::default() });
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let base_url = format!("http://{}", listener.local_addr().unwrap());
                tokio::spawn(crate::serve(sandbox.clone(), listener, Default::default()));
                for operation in operations() {
                    let usual = v2_signing == V2Signing::default();
                    let one_of_its_kind = ["getVoucherInfos", "getCustomerCoupons", "by-ids"];
                    let chosen = one_of_its_kind.iter().any(|one| operation.name.ends_with(one));
                    let is_v2 = operation.name.starts_with("v2.");
                    if !(if usual { every || chosen } else { every && is_v2 }) {
                        continue;
                    }
                    let key = try_it::right_key(&sandbox, operation);
                    let body = sandbox.sample(operation.name);
                    let (base_url, settings) = (base_url.as_str(), &sandbox.config());
                    let (key, body) = (key.as_str(), body.as_str());
                    let programs =
                        programs(&ProgramCall { operation, base_url, key, body, settings });
                    let (_, program) =
                        programs.iter().find(|(language, _)| *language == name).unwrap();
                    let answer = run(runner, file, program).await;
                    let success = ["\"return_code\":\"0\"", "\"return_code\":0", "\"code\":\"0\""];
                    let succeeded = success.iter().any(|success| answer.contains(success));
                    assert!(
                        succeeded,
                        "{name} {} {v2_signing:?}: {answer}\n{program}",
                        operation.name
                    );
                }
            }
        }
    }

    async fn run(runner: &str, file: &str, program: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file);
        std::fs::write(&path, program).unwrap();
        let mut command = Command::new(runner);
        if runner == "go" {
            command.arg("run");
        }
        command.arg(&path).stdin(Stdio::null());
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{runner}: {out}{err}");
        out
    }

    #[test]
    fn a_text_is_written_as_each_language_reads_it() {
        let text = "it's \"a\" \\ $x @key@ 张";
        assert_eq!(double_quoted(text), r#""it's \"a\" \\ $x @key@ 张""#);
        assert_eq!(single_quoted(text), r#"'it\'s "a" \\ $x @key@ 张'"#);
        let filled = fill("a@b.c @body@ @key@", &|name| match name {
            "body" => Some("@key@".to_owned()),
            "key" => Some("K".to_owned()),
            _ => None,
        });
        assert_eq!(filled, "a@b.c @key@ K");
    }
}
