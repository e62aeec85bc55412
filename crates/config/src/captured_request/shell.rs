//! Splits a line as a shell does: words with their quotes taken off, what ends a command, and what is fed to one.

use super::quotes::{ansi_quoted, begins_variable, double_quoted, quoted, unknown};
use crate::captured_request_error::CapturedRequestError;

/// One command of a line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ShellCommand {
    /// Its words, assignments before its name left out.
    pub(crate) words: Vec<Vec<u8>>,
    /// Its standard input, by `<<` or `<<<`.
    pub(crate) input: Option<Vec<u8>>,
    /// The output of the command before is its input.
    pub(crate) piped: bool,
    /// The file of `<`, and whether the next word is one that is only read or written: `> out`, `2> log`.
    redirected: Redirected,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Redirected {
    from: Option<Vec<u8>>,
    next: Option<Redirection>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Redirection {
    From,
    To,
    HereString,
    /// A here-document; with its tabs stripped.
    HereDocument(bool),
}

impl ShellCommand {
    /// The file of `< FILE`.
    pub(crate) fn input_file(&self) -> Option<&[u8]> {
        self.redirected.from.as_deref()
    }

    /// The name of a here-document that begins on the next line, if this word is one.
    fn take(&mut self, word: Vec<u8>) -> Option<(Vec<u8>, bool)> {
        match self.redirected.next.take() {
            Some(Redirection::From) => self.redirected.from = Some(word),
            Some(Redirection::To) => {}
            Some(Redirection::HereString) => self.input = Some([&word[..], b"\n"].concat()),
            Some(Redirection::HereDocument(strip)) => return Some((word, strip)),
            None if self.words.is_empty() && is_assignment(&word) => {}
            None => self.words.push(word),
        }
        None
    }
}

/// `NAME=value` before the name of a command.
fn is_assignment(word: &[u8]) -> bool {
    let Some(end) = word.iter().position(|byte| *byte == b'=') else { return false };
    end > 0 && word[..end].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// The commands of a text, in order.
///
/// # Errors
///
/// A quote is not closed, or a value is one that only the shell knew: `$KEY`, `$(…)`.
pub(crate) fn commands(text: &[u8]) -> Result<Vec<ShellCommand>, CapturedRequestError> {
    let mut commands = Vec::new();
    let (mut command, mut word): (ShellCommand, Option<Vec<u8>>) = Default::default();
    let mut documents = Vec::new();
    let mut rest = text;
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'\\', [b'\n', after @ ..] | [b'\r', b'\n', after @ ..]) => rest = after,
            (b'\\', [next, after @ ..]) => {
                word.get_or_insert_default().push(*next);
                rest = after;
            }
            (b'\'', _) => rest = quoted(after, word.get_or_insert_default())?,
            (b'"', _) => rest = double_quoted(after, word.get_or_insert_default())?,
            (b'$', [b'\'', after @ ..]) => rest = ansi_quoted(after, word.get_or_insert_default())?,
            (b'`', _) => return Err(unknown(b"`")),
            (b'$', after) if begins_variable(after) => return Err(unknown(after)),
            (b'#', _) if word.is_none() => {
                let end = after.iter().position(|byte| *byte == b'\n').unwrap_or(after.len());
                rest = &after[end..];
            }
            (space, _) if space.is_ascii_whitespace() => {
                documents.extend(taken(&mut command, &mut word, commands.len()));
                if *space == b'\n' {
                    for (at, name, strip) in documents.drain(..) {
                        let (document, after) = here_document(rest, &name, strip);
                        let fed = commands.get_mut(at).unwrap_or(&mut command);
                        (fed.input, rest) = (Some(document), after);
                    }
                    // An option at the begin of a line belongs to the command before, whose backslash was lost.
                    if !rest.trim_ascii_start().starts_with(b"-") {
                        end(&mut command, &mut commands, false);
                    }
                }
            }
            (b'<', after) => {
                documents.extend(taken(&mut command, &mut word, commands.len()));
                let (redirection, after) = match after {
                    [b'<', b'<', after @ ..] => (Redirection::HereString, after),
                    [b'<', b'-', after @ ..] => (Redirection::HereDocument(true), after),
                    [b'<', after @ ..] => (Redirection::HereDocument(false), after),
                    after => (Redirection::From, after),
                };
                (command.redirected.next, rest) = (Some(redirection), after);
            }
            (b'>', after) => {
                // `2>` and `&>` are no words.
                if !word.as_ref().is_some_and(|word| word.iter().all(u8::is_ascii_digit)) {
                    documents.extend(taken(&mut command, &mut word, commands.len()));
                }
                word = None;
                rest = after.strip_prefix(b">").unwrap_or(after);
                rest = rest.strip_prefix(b"&").unwrap_or(rest);
                command.redirected.next = Some(Redirection::To);
            }
            (b'&', [b'>', ..]) => {}
            (b'|' | b';' | b'&', after) if ends_word(word.as_deref(), *first, after) => {
                documents.extend(taken(&mut command, &mut word, commands.len()));
                let double = after.first() == Some(first);
                rest = if double { &after[1..] } else { after };
                end(&mut command, &mut commands, *first == b'|' && !double);
            }
            (other, _) => word.get_or_insert_default().push(*other),
        }
    }
    documents.extend(taken(&mut command, &mut word, commands.len()));
    end(&mut command, &mut commands, false);
    Ok(commands)
}

/// Gives a finished word to the command at this place; the here-document that it names, if it names one.
fn taken(
    command: &mut ShellCommand,
    word: &mut Option<Vec<u8>>,
    place: usize,
) -> Option<(usize, Vec<u8>, bool)> {
    let (name, strip) = command.take(word.take()?)?;
    Some((place, name, strip))
}

/// A `&` within a URL that nobody quoted is meant as a part of it: a shell would have cut it, and nobody would have captured that.
fn ends_word(word: Option<&[u8]>, sign: u8, after: &[u8]) -> bool {
    let within = word.is_some_and(|word| word.windows(3).any(|three| three == b"://"))
        && after.first().is_some_and(|next| !next.is_ascii_whitespace() && *next != b'&');
    sign != b'&' || !within
}

fn end(command: &mut ShellCommand, commands: &mut Vec<ShellCommand>, pipes: bool) {
    let ended = std::mem::take(command);
    if !ended.words.is_empty() {
        commands.push(ended);
    }
    command.piped = pipes;
}

/// The lines up to the name alone on a line.
fn here_document<'a>(text: &'a [u8], name: &[u8], strip: bool) -> (Vec<u8>, &'a [u8]) {
    let (mut document, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(length);
        rest = after;
        let tabs = if strip { line.iter().take_while(|byte| **byte == b'\t').count() } else { 0 };
        let line = &line[tabs..];
        if line.trim_ascii_end() == name {
            break;
        }
        document.extend_from_slice(line);
    }
    (document, rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &[u8]) -> Vec<Vec<u8>> {
        let mut all = commands(text).expect("a line");
        assert!(all.len() <= 1, "{all:?}");
        all.pop().unwrap_or_default().words
    }

    #[test]
    fn a_command_ends_where_the_shell_ends_it() {
        let all =
            commands(b"A=1 echo -n 'x|y' | curl u -d @- 2>/dev/null > out.json | jq . && x; y")
                .expect("a line");
        let names: Vec<_> = all.iter().map(|one| (&one.words[0][..], one.piped)).collect();
        let expected: [(&[u8], bool); 5] =
            [(b"echo", false), (b"curl", true), (b"jq", true), (b"x", false), (b"y", false)];
        assert_eq!(names, expected);
        assert_eq!(all[1].words, [&b"curl"[..], b"u", b"-d", b"@-"]);
        assert_eq!(
            words(b"curl http://a/b?c=1&d=2 -k"),
            [&b"curl"[..], b"http://a/b?c=1&d=2", b"-k"]
        );
    }

    #[test]
    fn input_comes_from_documents_strings_and_files() {
        let here = b"curl u -d @- <<'EOF' | jq .\n{\"a\":\n1}\nEOF\n";
        let all = commands(here).expect("a line");
        assert_eq!(all[0].words, [&b"curl"[..], b"u", b"-d", b"@-"]);
        assert_eq!(all[0].input.as_deref(), Some(&b"{\"a\":\n1}\n"[..]));
        let all = commands(b"curl u -d @- <<< '{}'").expect("a line");
        assert_eq!(all[0].input.as_deref(), Some(&b"{}\n"[..]));
        let all = commands(b"curl u -d @- < body.json").expect("a line");
        assert_eq!(all[0].input_file(), Some(&b"body.json"[..]));
        let all = commands(b"curl u -d @- <<-X\n\t{}\n\tX").expect("a line");
        assert_eq!(all[0].input.as_deref(), Some(&b"{}\n"[..]));
    }

    #[test]
    fn what_only_the_shell_knew_is_named() {
        for (text, name) in [
            (&br#"curl u -d "{\"key\":\"$KEY\"}""#[..], "$KEY"),
            (b"curl ${URL}/a", "${URL"),
            (b"curl u -d \"$(cat body)\"", "$(cat"),
            (b"curl `x`", "`"),
        ] {
            let error = commands(text).expect_err("a variable");
            assert!(
                matches!(&error, CapturedRequestError::ShellVariable(found) if found == name),
                "{error:?}"
            );
        }
        assert_eq!(words(b"curl u -d '$KEY' \"5$\""), [&b"curl"[..], b"u", b"-d", b"$KEY", b"5$"]);
    }

    /// The ways in which a shell lets a word be written.
    #[derive(Debug, Clone, Copy)]
    enum Quoting {
        Single,
        Double,
        Ansi,
        AnsiHex,
    }

    fn quote(word: &[u8], quoting: Quoting) -> Vec<u8> {
        let escape = |byte: &u8, special: &[u8]| match special.contains(byte) {
            true => vec![b'\\', *byte],
            false => vec![*byte],
        };
        let inner = |each: &dyn Fn(&u8) -> Vec<u8>| word.iter().flat_map(each).collect::<Vec<u8>>();
        match quoting {
            Quoting::Single => {
                let apart = |byte: &u8| match byte {
                    b'\'' => br"'\''".to_vec(),
                    byte => vec![*byte],
                };
                [b"'", &inner(&apart)[..], b"'"].concat()
            }
            Quoting::Double => [b"\"", &inner(&|byte| escape(byte, b"\"\\$`"))[..], b"\""].concat(),
            Quoting::Ansi => [b"$'", &inner(&|byte| escape(byte, b"'\\"))[..], b"'"].concat(),
            Quoting::AnsiHex => {
                [b"$'", &inner(&|byte| format!("\\x{byte:02x}").into_bytes())[..], b"'"].concat()
            }
        }
    }

    fn quoted_word() -> impl Strategy<Value = (Vec<u8>, Quoting)> {
        let quoting = prop_oneof![
            Just(Quoting::Single),
            Just(Quoting::Double),
            Just(Quoting::Ansi),
            Just(Quoting::AnsiHex)
        ];
        (prop::collection::vec(any::<u8>(), 0..24), quoting)
    }

    proptest! {
        #[test]
        fn words_that_a_shell_would_read_are_read_back(
            given in prop::collection::vec(quoted_word(), 0..8),
            space in r"[ \t]{1,3}|\\\n ",
        ) {
            let line: Vec<Vec<u8>> =
                given.iter().map(|(word, quoting)| quote(word, *quoting)).collect();
            let mut expected: Vec<Vec<u8>> = vec![b"curl".to_vec()];
            expected.extend(given.into_iter().map(|(word, _)| word));
            let line = [vec![b"curl".to_vec()], line].concat();
            prop_assert_eq!(words(&line.join(space.as_bytes())), expected);
        }
    }
}
