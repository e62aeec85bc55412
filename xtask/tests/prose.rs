//! Comments name their subject. Those that visibly do not are counted, and the counts only fall.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use xtask::project::{files, read};

/// Number of comments that begin with the pronoun "What" or hold the word "whoever". It may only fall.
const PRONOUNS: usize = 0;
/// Number of doc comments that go on with the sentence of the item before. It may only fall.
const CONTINUED: usize = 0;

/// A comment of one or several lines, with its first line's number.
#[derive(Debug, PartialEq)]
struct Comment {
    line: usize,
    text: String,
    is_doc: bool,
}

/// The comments that stand on lines of their own.
fn comments(text: &str) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    let mut end = 0;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let marks = ["///", "//!", "//"];
        let Some(mark) = marks.into_iter().find(|mark| line.starts_with(mark)) else { continue };
        let text = line[mark.len()..].trim();
        match comments.last_mut() {
            Some(last) if end == index && last.is_doc == (mark == "///") => {
                last.text = format!("{} {text}", last.text);
            }
            _ => comments.push(Comment {
                line: index + 1,
                text: text.to_owned(),
                is_doc: mark == "///",
            }),
        }
        end = index + 1;
    }
    comments
}

/// Lines of comments with a pronoun in place of a subject. A question may begin with "What".
fn pronouns(text: &str) -> Vec<usize> {
    let lines = text.lines().enumerate().filter(|(_, line)| {
        let Some(comment) = line.trim_start().strip_prefix("//") else { return false };
        let comment = comment.trim_start_matches(['/', '!']).trim_start();
        let is_pronoun = comment.starts_with("What ") && !comment.ends_with('?');
        is_pronoun || comment.to_lowercase().contains("whoever")
    });
    lines.map(|(index, _)| index + 1).collect()
}

/// Lines of doc comments that begin in the middle of a sentence: with a conjunction, or after one that ended with a comma.
fn continued(text: &str) -> Vec<usize> {
    const JOINING: [&str; 8] = ["and ", "or ", "but ", "And ", "Or ", "But ", "nor ", "Nor "];
    let docs: Vec<Comment> = comments(text).into_iter().filter(|comment| comment.is_doc).collect();
    let begins = |comment: &Comment| JOINING.iter().any(|word| comment.text.starts_with(word));
    let pairs = docs.windows(2).filter(|two| two[0].text.ends_with(',') || begins(&two[1]));
    pairs.map(|two| two[1].line).collect()
}

/// Every source file of ours but this one, which quotes what it looks for.
fn counted(find: fn(&str) -> Vec<usize>) -> Vec<String> {
    let files = files().unwrap().into_iter();
    let ours = files.filter(|file| file.ends_with(".rs") && file != "xtask/tests/prose.rs");
    ours.flat_map(|file| {
        let lines = find(&read(&file).unwrap()).into_iter();
        lines.map(move |line| format!("{file}:{line}")).collect::<Vec<_>>()
    })
    .collect()
}

/// Fails unless so many were found as the file says.
fn assert_count(found: &[String], limit: usize) {
    let (count, list) = (found.len(), found.join("\n"));
    assert!(count <= limit, "{count} instead of {limit}:\n{list}");
    assert!(count == limit, "only {count}: lower the number in xtask/tests/prose.rs from {limit}");
}

#[test]
fn comments_begin_with_their_subject() {
    assert_count(&counted(pronouns), PRONOUNS);
}

#[test]
fn no_sentence_goes_on_over_two_items() {
    assert_count(&counted(continued), CONTINUED);
}

#[test]
fn pronouns_and_halves_of_sentences_are_found() {
    let text = "\
//! What is read.
/// Somebody, whoever it is,
struct A;
/// and a second.
struct B; // What is behind code is not looked at.
    // What now?
    /// The rate,
    /// in calls.
    a: u8,
    /// Whatever it is.
    b: u8,
    /// Or a day.
";
    assert_eq!(pronouns(text), [1, 2]);
    assert_eq!(continued(text), [4, 12]);
    assert_eq!(comments(text).len(), 7, "{:?}", comments(text));
}
