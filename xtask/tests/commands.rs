//! Every command that a document shows in a `sh` block is run, in an empty folder with an empty home, and must succeed.
//! A block with a file's name after its language is that file. Every configuration of accounts they show must be one.
//! A Chinese page has the blocks of its English one, so only the English ones are run.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{
    io::{BufRead, BufReader, pipe},
    path::Path,
    process::{Command, Stdio},
};

use coupon_testkit::PostgresServer;
use xtask::{
    markdown::blocks,
    project::{coupon, documents, output, packages},
    task::Task,
    twins::is_chinese,
};

/// The commands of a document: where each stands, and its words.
fn commands(document: &str, text: &str) -> Vec<(String, Vec<String>)> {
    let mut commands = Vec::new();
    for block in blocks(text).iter().filter(|block| block.language == "sh") {
        for (index, line) in block.text.lines().enumerate() {
            let line = line.split(" #").next().unwrap_or_default().trim();
            if !line.is_empty() {
                commands.push((format!("{document}:{}", block.line + index + 1), words(line)));
            }
        }
    }
    commands
}

/// The words of a command line; single and double quotes hold a word together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        let word = words.last_mut().expect("never empty");
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ' ') if !word.is_empty() => words.push(String::new()),
            (None, ' ') => {}
            (_, _) => word.push(c),
        }
    }
    words
}

/// Runs `coupon` and returns what went wrong.
fn run(coupon: &Path, home: &Path, args: &[&str]) -> Result<(), String> {
    let mut command = Command::new(coupon);
    command.args(args).current_dir(home).env("HOME", home).env_remove("XDG_CONFIG_HOME");
    command.env("LC_ALL", "C").stdin(Stdio::null());
    match args.first() {
        Some(&"sandbox") => serves(&mut command, "http://"),
        Some(&"worker") => serves(&mut command, "/metrics"),
        _ => output(&mut command).map(drop).map_err(|error| error.to_string()),
    }
}

/// A server runs until it is told to stop: it is well once it has said where it listens.
fn serves(command: &mut Command, where_it_listens: &str) -> Result<(), String> {
    let (mut said, all) = pipe().map_err(|error| error.to_string())?;
    let both = all.try_clone().map_err(|error| error.to_string())?;
    command.stdout(all).stderr(both);
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    // Only the child may hold the other end, or its end would not be seen.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut lines = String::new();
    let served = BufReader::new(&mut said).lines().map_while(Result::ok).any(|line| {
        lines.push_str(&line);
        line.contains(where_it_listens)
    });
    child.kill().map_err(|error| error.to_string())?;
    child.wait().map_err(|error| error.to_string())?;
    if served { Ok(()) } else { Err(format!("ended before it served: {lines}")) }
}

/// The words with a database of the test's own where they name one; none where PostgreSQL is not installed.
fn with_database(words: &[String], database: Option<&str>) -> Option<Vec<String>> {
    let named = |word: &String| word.starts_with("postgres://");
    match database {
        Some(url) => {
            let word = |word| if named(word) { url.to_owned() } else { word.clone() };
            Some(words.iter().map(word).collect())
        }
        None => (!words.iter().any(named)).then(|| words.to_vec()),
    }
}

#[test]
fn every_command_of_the_documents_runs() {
    let coupon = coupon("dev").unwrap();
    let (packages, folders): (Vec<String>, Vec<String>) =
        packages().unwrap().into_iter().map(|package| (package.name, package.folder)).unzip();
    let (mut seen, mut complaints) = (0, Vec::new());
    // Says so where PostgreSQL is not installed.
    let server = PostgresServer::start();
    for (document, text) in documents().unwrap().into_iter().filter(|(name, _)| !is_chinese(name)) {
        let home = tempfile::tempdir().unwrap();
        for block in blocks(&text) {
            if let Some((_, name)) = block.language.split_once(' ') {
                std::fs::write(home.path().join(name), &block.text).unwrap();
            }
        }
        let database = server.as_ref().map(PostgresServer::database);
        for (place, words) in commands(&document, &text) {
            seen += 1;
            let Some(words) = with_database(&words, database.as_deref()) else { continue };
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let outcome = match words.as_slice() {
                ["coupon", args @ ..] | ["cargo", "run", "--release", "--", args @ ..] => {
                    run(&coupon, home.path(), args)
                }
                // Running these here would be running ourselves.
                ["cargo", "xtask", args @ ..] if Task::parse(args).is_some() => Ok(()),
                ["cargo", "install", "--path", folder]
                    if folders.iter().any(|one| one == folder) =>
                {
                    Ok(())
                }
                ["cargo", "test" | "nextest" | "add", .., package]
                    if packages.iter().any(|name| name == package) =>
                {
                    Ok(())
                }
                _ => Err("no test knows how to run this".to_owned()),
            };
            if let Err(complaint) = outcome {
                complaints.push(format!("{place}: {}\n    {complaint}", words.join(" ")));
            }
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    assert!(seen > 5, "the documents show commands");
}

#[test]
fn the_configurations_of_the_documents_are_read() {
    let coupon = coupon("dev").unwrap();
    let mut seen = 0;
    for (document, text) in documents().unwrap().into_iter().filter(|(name, _)| !is_chinese(name)) {
        let blocks = blocks(&text);
        let accounts = blocks.iter().filter(|block| block.text.contains("[accounts."));
        for block in accounts.filter(|block| block.language == "toml") {
            seen += 1;
            let home = tempfile::tempdir().unwrap();
            std::fs::write(home.path().join("coupon.toml"), &block.text).unwrap();
            if let Err(complaint) = run(&coupon, home.path(), &["accounts", "list"]) {
                panic!("{document}:{}: {complaint}", block.line);
            }
        }
    }
    assert!(seen > 1, "the documents show configurations");
}

#[test]
fn quotes_hold_a_word_together() {
    assert_eq!(
        words(r#"coupon  call --body '{"a": 1}'"#),
        ["coupon", "call", "--body", r#"{"a": 1}"#]
    );
}
