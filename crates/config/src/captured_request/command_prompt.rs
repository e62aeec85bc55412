//! Lines of the Windows command prompt.

/// The line of a Windows command prompt as a shell would have it: browsers there copy `^"…^"` and end lines with `^`.
pub(crate) fn without_carets(text: &[u8]) -> Vec<u8> {
    let is_prompt = [&b"^\""[..], b"^\n", b"^\r\n"]
        .iter()
        .any(|sign| text.windows(sign.len()).any(|window| window == *sign));
    if !is_prompt {
        return text.to_vec();
    }
    let (mut plain, mut rest, mut inside) = (Vec::with_capacity(text.len()), text, false);
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            // Within quotes, `^`, a line end and one more are a line end.
            (b'^', [b'\n', after @ ..] | [b'\r', b'\n', after @ ..]) => {
                let second = after.strip_prefix(b"\r").unwrap_or(after).strip_prefix(b"\n");
                rest = match second {
                    Some(second) if inside => {
                        plain.push(b'\n');
                        second
                    }
                    _ => {
                        plain.push(b' ');
                        after
                    }
                };
            }
            (b'^', [b'"', after @ ..]) => {
                let slashes = plain.iter().rev().take_while(|byte| **byte == b'\\').count();
                inside ^= slashes % 2 == 0;
                plain.push(b'"');
                rest = after;
            }
            (b'^', [next, after @ ..]) => {
                plain.extend(plain_sign(*next));
                rest = after;
            }
            (b'"', _) => {
                inside = !inside;
                plain.push(b'"');
            }
            (other, _) => plain.extend(plain_sign(*other)),
        }
    }
    plain
}

/// A sign that means nothing to the command prompt, so that it means nothing to a shell either.
fn plain_sign(sign: u8) -> impl Iterator<Item = u8> {
    let slash = matches!(sign, b'$' | b'`').then_some(b'\\');
    slash.into_iter().chain([sign])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::captured_request::shell::commands;

    fn words(text: &[u8]) -> Vec<Vec<u8>> {
        commands(text).expect("a line").remove(0).words
    }

    #[test]
    fn a_command_of_windows_is_read() {
        let copied = b"curl ^\"http://a/b?c=1^&d=2^\" ^\r\n  -H ^\"x: y^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"it's ^$5 `^%^41^\\^\"^}^\"";
        let expected: [&[u8]; 6] = [
            b"curl",
            b"http://a/b?c=1&d=2",
            b"-H",
            b"x: y",
            b"--data-raw",
            br#"{"a":"it's $5 `%41"}"#,
        ];
        assert_eq!(words(&without_carets(copied)), expected);
        assert_eq!(
            words(&without_carets(b"curl ^\"u^\" -d ^\"^\\^\\^\" -k"))[3..],
            [&b"\\"[..], b"-k"]
        );
        let lines = b"curl ^\"u^\" --data-raw ^\"^{^\n\n^}^\"";
        assert_eq!(words(&without_carets(lines))[3], b"{\n}");
        let old = b"curl \"http://a/b\" ^\r\n -d \"{\\\"a\\\":1}\"";
        assert_eq!(
            words(&without_carets(old)),
            [&b"curl"[..], b"http://a/b", b"-d", br#"{"a":1}"#]
        );
        assert_eq!(without_carets(b"curl 'a^b'"), b"curl 'a^b'");
    }
}
