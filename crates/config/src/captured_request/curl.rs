//! Reads a curl command as a shell would, and the options of it that make a request.

use std::path::Path;

use bytes::Bytes;

use crate::{captured_request_error::CapturedRequestError, system};

/// The words of a command line; none if a quote is not closed.
pub(crate) fn words(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut words, mut word): (Vec<Vec<u8>>, Option<Vec<u8>>) = (Vec::new(), None);
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
            (space, _) if space.is_ascii_whitespace() => words.extend(word.take()),
            (other, _) => word.get_or_insert_default().push(*other),
        }
    }
    words.extend(word);
    Some(words)
}

fn quoted<'a>(text: &'a [u8], word: &mut Vec<u8>) -> Option<&'a [u8]> {
    let end = text.iter().position(|byte| *byte == b'\'')?;
    word.extend_from_slice(&text[..end]);
    Some(&text[end + 1..])
}

fn double_quoted<'a>(mut text: &'a [u8], word: &mut Vec<u8>) -> Option<&'a [u8]> {
    loop {
        text = match text {
            [b'"', rest @ ..] => return Some(rest),
            [b'\\', b'\n', rest @ ..] => rest,
            [b'\\', escaped @ (b'"' | b'\\' | b'$' | b'`'), rest @ ..] => {
                word.push(*escaped);
                rest
            }
            [byte, rest @ ..] => {
                word.push(*byte);
                rest
            }
            [] => return None,
        }
    }
}

/// `$'…'`: the form in which browsers copy text with a quote or a line end.
fn ansi_quoted<'a>(mut text: &'a [u8], word: &mut Vec<u8>) -> Option<&'a [u8]> {
    loop {
        text = match text {
            [b'\'', rest @ ..] => return Some(rest),
            [b'\\', b'x', a, b, rest @ ..] => {
                word.push(u8::try_from(hex(&[*a, *b])?).ok()?);
                rest
            }
            [b'\\', b'u', a, b, c, d, rest @ ..] => {
                let character = char::from_u32(hex(&[*a, *b, *c, *d])?)?;
                word.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest
            }
            [b'\\', escaped, rest @ ..] => {
                word.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => *other,
                });
                rest
            }
            [byte, rest @ ..] => {
                word.push(*byte);
                rest
            }
            [] => return None,
        }
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Options with a value that says nothing about path and body.
const OTHER: [&str; 22] = [
    "-X",
    "--request",
    "-H",
    "--header",
    "-A",
    "--user-agent",
    "-e",
    "--referer",
    "-b",
    "--cookie",
    "-o",
    "--output",
    "-m",
    "--max-time",
    "--connect-timeout",
    "-x",
    "--proxy",
    "--cacert",
    "-w",
    "--write-out",
    "--resolve",
    "--retry",
];

/// The URL and the body that a command sends.
pub(crate) fn url_and_body(words: Vec<Vec<u8>>) -> Result<(String, Bytes), CapturedRequestError> {
    let mut words = words.into_iter().peekable();
    words.next_if(|word| word == b"$");
    if words.next().is_none_or(|word| !word.ends_with(b"curl")) {
        return Err(CapturedRequestError::NotCurl);
    }
    let (mut url, mut body): (Option<Vec<u8>>, Option<Vec<u8>>) = (None, None);
    while let Some(word) = words.next() {
        let (option, attached) = split(&word);
        let mut value = || attached.clone().or_else(|| words.next()).unwrap_or_default();
        match option.as_str() {
            "-d" | "--data" | "--data-ascii" => add(&mut body, b"&", data(value(), true)?),
            "--data-binary" => add(&mut body, b"&", data(value(), false)?),
            "--data-raw" => add(&mut body, b"&", value()),
            "--json" => add(&mut body, b"", data(value(), false)?),
            "--url" => url = Some(value()),
            other if OTHER.contains(&other) => drop(value()),
            other if other.starts_with('-') => {}
            _ => url = Some(word),
        }
    }
    let url = url.ok_or(CapturedRequestError::NoUrl)?;
    Ok((String::from_utf8_lossy(&url).into_owned(), body.unwrap_or_default().into()))
}

/// An option and what is written right behind it. Of letters that stand together, as in `-sSd`, the first one with a value
/// counts.
fn split(word: &[u8]) -> (String, Option<Vec<u8>>) {
    if word.starts_with(b"-") && !word.starts_with(b"--") {
        let takes_value = |letter: &u8| b"dXHAebomxw".contains(letter);
        if let Some(at) = word.iter().position(takes_value) {
            let attached = &word[at + 1..];
            let attached = (!attached.is_empty()).then(|| attached.to_vec());
            return (format!("-{}", char::from(word[at])), attached);
        }
    }
    (String::from_utf8_lossy(word).into_owned(), None)
}

fn add(body: &mut Option<Vec<u8>>, between: &[u8], more: Vec<u8>) {
    *body = Some(match body.take() {
        Some(before) => [&before[..], between, &more].concat(),
        None => more,
    });
}

/// The value of a data option, or the file it names; `--data` takes a file without its line ends.
fn data(value: Vec<u8>, as_text: bool) -> Result<Vec<u8>, CapturedRequestError> {
    let Some(path) = value.strip_prefix(b"@") else { return Ok(value) };
    let path = String::from_utf8_lossy(path).into_owned();
    let mut bytes = system::bytes(Path::new(&path)).map_err(CapturedRequestError::File)?;
    if as_text {
        bytes.retain(|byte| !matches!(byte, b'\r' | b'\n' | 0));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(command: &str) -> (String, String) {
        let words = words(command.as_bytes()).expect("quotes are closed");
        let (url, body) = url_and_body(words).expect("a command");
        (url, String::from_utf8(body.to_vec()).expect("text"))
    }

    #[test]
    fn commands_are_read_as_a_shell_reads_them() {
        let want = ("https://a.cn/b".to_owned(), r#"{"a":"it's 券"}"#.to_owned());
        for command in [
            r#"curl -X POST https://a.cn/b -H 'Content-Type: application/json' -d '{"a":"it'\''s 券"}'"#,
            "curl 'https://a.cn/b' \\\n  -H 'x: y' \\\r\n  --data-raw $'{\"a\":\"it\\'s \\u5238\"}' --compressed",
            r#"$ curl -sSXPOST --url https://a.cn/b -kd "{\"a\":\"it's 券\"}""#,
            r#"curl -m 5 --json '{"a":' --json '"it'"'s 券\"}" https://a.cn/b"#,
        ] {
            assert_eq!(read(command), want, "{command}");
        }
        assert_eq!(read("curl https://a.cn/b"), ("https://a.cn/b".to_owned(), String::new()));
        assert_eq!(read("curl u -d a=1 -d b=2").1, "a=1&b=2");
        assert_eq!(words(b"curl 'open"), None);
        let odd = words(b"/usr/bin/curl u -\xff\xffd\xd3").expect("no quote");
        assert_eq!(url_and_body(odd).expect("a command").1, &b"\xd3"[..]);
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
            let expected: Vec<Vec<u8>> = given.into_iter().map(|(word, _)| word).collect();
            prop_assert_eq!(words(&line.join(space.as_bytes())), Some(expected));
        }
    }
}
