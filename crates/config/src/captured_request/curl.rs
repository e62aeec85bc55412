//! The options of a curl command that make a request.

use std::path::Path;

use bytes::Bytes;

use super::{
    command_prompt::without_carets,
    shell::{ShellCommand, commands},
};
use crate::{captured_request_error::CapturedRequestError, system};

/// Options with a value that says nothing about path and body.
const OTHER: &[&str] = &[
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
    "-c",
    "--cookie-jar",
    "-o",
    "--output",
    "-D",
    "--dump-header",
    "-m",
    "--max-time",
    "--connect-timeout",
    "-x",
    "--proxy",
    "-U",
    "--proxy-user",
    "--cacert",
    "--capath",
    "-E",
    "--cert",
    "--key",
    "-w",
    "--write-out",
    "--resolve",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "-u",
    "--user",
    "--noproxy",
    "--interface",
    "--limit-rate",
    "-y",
    "-Y",
    "--max-redirs",
    "--stderr",
    "--trace",
    "--trace-ascii",
    "--ciphers",
    "--tls-max",
    "--unix-socket",
    "--dns-servers",
    "--keepalive-time",
    "--connect-to",
];

/// Options that make a body which a command alone does not tell, or more than one request.
const UNUSABLE: &[&str] = &[
    "-F",
    "--form",
    "--form-string",
    "-T",
    "--upload-file",
    "-K",
    "--config",
    "-:",
    "--next",
    "--variable",
    "--expand-data",
    "--expand-url",
];

/// The URL and the body that a command sends; what stands before it in a pipe, and behind it, is read too.
pub(super) fn url_and_body(text: &[u8]) -> Result<(String, Bytes), CapturedRequestError> {
    let all = commands(&without_carets(text))?;
    let is_curl = |command: &ShellCommand| place_of_curl(command).is_some();
    let at = all.iter().position(is_curl).ok_or_else(|| other_tool(&all))?;
    let command = &all[at];
    let stdin = || match (command.input_file(), &command.input, at.checked_sub(1)) {
        (Some(file), ..) => file_bytes(file),
        (_, Some(input), _) => Ok(input.clone()),
        (.., Some(before)) if command.piped => piped(&all[before]),
        _ => Err(CapturedRequestError::NoStandardInput),
    };
    let begin = place_of_curl(command).unwrap_or_default() + 1;
    request(&command.words[begin..], &stdin)
}

/// Where the word `curl` stands; before it may stand `$`, `time` or `sudo`.
fn place_of_curl(command: &ShellCommand) -> Option<usize> {
    let is_curl = |word: &Vec<u8>| {
        let name = word.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default();
        name == b"curl" || name.eq_ignore_ascii_case(b"curl.exe")
    };
    command.words.iter().take(3).position(is_curl)
}

/// The error for a text in which nothing is curl.
fn other_tool(all: &[ShellCommand]) -> CapturedRequestError {
    let first = all.first().and_then(|command| command.words.first());
    let first = String::from_utf8_lossy(first.map_or(&[][..], Vec::as_slice)).into_owned();
    match first.as_str() {
        "Invoke-WebRequest" | "Invoke-RestMethod" => CapturedRequestError::OtherTool("PowerShell"),
        other if other.starts_with("fetch(") => CapturedRequestError::OtherTool("JavaScript"),
        other if other.starts_with("$session") => CapturedRequestError::OtherTool("PowerShell"),
        "wget" => CapturedRequestError::OtherTool("wget"),
        "http" | "https" => CapturedRequestError::OtherTool("HTTPie"),
        _ => CapturedRequestError::NotCurl,
    }
}

/// The output of a command that does nothing but print.
fn piped(command: &ShellCommand) -> Result<Vec<u8>, CapturedRequestError> {
    let words: Vec<&[u8]> = command.words.iter().map(Vec::as_slice).collect();
    match words.as_slice() {
        [b"echo", b"-n", rest @ ..] => Ok(rest.join(&b" "[..])),
        [b"echo", b"-e" | b"-en" | b"-ne", ..] => Err(CapturedRequestError::NoStandardInput),
        [b"echo", rest @ ..] => Ok([&rest.join(&b" "[..])[..], b"\n"].concat()),
        [b"printf", b"%s", text] => Ok(text.to_vec()),
        [b"printf", b"%s\\n", text] => Ok([text, &b"\n"[..]].concat()),
        [b"printf", text] if !text.contains(&b'%') && !text.contains(&b'\\') => Ok(text.to_vec()),
        [b"cat"] if command.input.is_some() => Ok(command.input.clone().unwrap_or_default()),
        [b"cat", file] if *file != b"-" => file_bytes(file),
        _ => Err(CapturedRequestError::NoStandardInput),
    }
}

fn request(
    words: &[Vec<u8>],
    stdin: &dyn Fn() -> Result<Vec<u8>, CapturedRequestError>,
) -> Result<(String, Bytes), CapturedRequestError> {
    let mut words = words.iter().cloned();
    let (mut url, mut body): (Option<Vec<u8>>, Option<Vec<u8>>) = (None, None);
    let (mut in_query, mut only_urls) = (false, false);
    let file = |name: &[u8]| if name == b"-" { stdin() } else { file_bytes(name) };
    while let Some(word) = words.next() {
        if only_urls {
            url = Some(word);
            continue;
        }
        let (option, attached) = split(&word);
        let mut value = || attached.clone().or_else(|| words.next()).unwrap_or_default();
        match option.as_str() {
            "--" => only_urls = true,
            "-d" | "--data" | "--data-ascii" => add(&mut body, b"&", data(value(), true, &file)?),
            "--data-binary" => add(&mut body, b"&", data(value(), false, &file)?),
            "--data-raw" => add(&mut body, b"&", value()),
            "--data-urlencode" => add(&mut body, b"&", encoded(&value(), &file)?),
            "--json" => add(&mut body, b"", data(value(), false, &file)?),
            "-G" | "--get" => in_query = true,
            "--url" => url = Some(value()),
            other if UNUSABLE.contains(&other) => {
                return Err(CapturedRequestError::CurlOption(other.to_owned()));
            }
            other if OTHER.contains(&other) => drop(value()),
            other if other.starts_with('-') && other != "-" => {}
            _ => url = Some(word),
        }
    }
    let mut url = String::from_utf8_lossy(&url.ok_or(CapturedRequestError::NoUrl)?).into_owned();
    if in_query && let Some(query) = body.take() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&String::from_utf8_lossy(&query));
    }
    Ok((url, body.unwrap_or_default().into()))
}

/// An option and what is written right behind it. Of letters that stand together, as in `-sSd`, the first one with a value
/// counts.
fn split(word: &[u8]) -> (String, Option<Vec<u8>>) {
    if word.starts_with(b"--") {
        // No option of curl has its value behind `=`, and yet people write it.
        let name = word.split(|byte| *byte == b'=').next().unwrap_or_default();
        let attached = word.get(name.len() + 1..).map(<[u8]>::to_vec);
        return (String::from_utf8_lossy(name).into_owned(), attached);
    }
    if word.starts_with(b"-") {
        let counts = |letter: &u8| b"dXHAebcomxwuDEUyYFTKG".contains(letter);
        if let Some(at) = word.iter().position(counts) {
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

type FileReader<'a> = dyn Fn(&[u8]) -> Result<Vec<u8>, CapturedRequestError> + 'a;

/// The value of a data option, or the file it names; `--data` takes a file without its line ends.
fn data(
    value: Vec<u8>,
    as_text: bool,
    file: &FileReader<'_>,
) -> Result<Vec<u8>, CapturedRequestError> {
    let Some(name) = value.strip_prefix(b"@") else { return Ok(value) };
    let mut bytes = file(name)?;
    if as_text {
        bytes.retain(|byte| !matches!(byte, b'\r' | b'\n' | 0));
    }
    Ok(bytes)
}

/// The value of `--data-urlencode`: `content`, `=content`, `name=content`, `@file` or `name@file`.
fn encoded(value: &[u8], file: &FileReader<'_>) -> Result<Vec<u8>, CapturedRequestError> {
    let sign = value.iter().position(|byte| matches!(byte, b'=' | b'@'));
    let (name, content) = match sign {
        None => (&[][..], value.to_vec()),
        Some(at) if value[at] == b'=' => (&value[..at], value[at + 1..].to_vec()),
        Some(at) => (&value[..at], file(&value[at + 1..])?),
    };
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    let escape =
        |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let content = content.into_iter().map(escape).collect::<String>().into_bytes();
    Ok(if name.is_empty() { content } else { [name, b"=", &content].concat() })
}

fn file_bytes(name: &[u8]) -> Result<Vec<u8>, CapturedRequestError> {
    let name = String::from_utf8_lossy(name).into_owned();
    system::bytes(Path::new(&name)).map_err(CapturedRequestError::File)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(command: &str) -> (String, String) {
        let (url, body) = url_and_body(command.as_bytes()).expect("a command");
        (url, String::from_utf8(body.to_vec()).expect("text"))
    }

    #[test]
    fn commands_are_read_as_a_shell_and_curl_read_them() {
        let want = ("https://a.cn/b".to_owned(), r#"{"a":"it's 券"}"#.to_owned());
        for command in [
            r#"curl -X POST https://a.cn/b -H 'Content-Type: application/json' -d '{"a":"it'\''s 券"}'"#,
            "curl 'https://a.cn/b' \\\n  -H 'x: y' \\\r\n  --data-raw $'{\"a\":\"it\\'s \\u5238\"}' --compressed",
            r#"$ curl -sSXPOST --url https://a.cn/b -kd "{\"a\":\"it's 券\"}""#,
            r#"curl -m 5 --json '{"a":' --json '"it'"'s 券\"}" https://a.cn/b"#,
            "curl https://a.cn/b -d @- <<'X' | jq .\n{\"a\":\"it's 券\"}\nX\n",
            "echo '{\"a\":\"it'\"'\"'s 券\"}' | curl -s https://a.cn/b -d @- > out.json",
            "curl.exe ^\"https://a.cn/b^\" ^\r\n --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"it's 券^\\^\"^}^\"",
            "printf '%s' \"{\\\"a\\\":\\\"it's 券\\\"}\" | curl --data-binary @- -- https://a.cn/b",
        ] {
            assert_eq!(read(command), want, "{command}");
        }
        assert_eq!(read("curl https://a.cn/b"), ("https://a.cn/b".to_owned(), String::new()));
        assert_eq!(read("curl u -d a=1 -d b=2").1, "a=1&b=2");
        assert_eq!(
            read("curl u --data-urlencode 'a=x y/券' --data-urlencode '=+'").1,
            "a=x%20y%2F%E5%88%B8&%2B"
        );
        assert_eq!(read("curl -G u -d a=1"), ("u?a=1".to_owned(), String::new()));
        let (_, odd) = url_and_body(b"/usr/bin/curl u -\xff\xffd\xd3").expect("a command");
        assert_eq!(odd, &b"\xd3"[..]);
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let of = |text: &str| url_and_body(text.as_bytes()).expect_err("not usable").to_string();
        assert!(of("curl u -F a=1").contains("-F"));
        assert!(of("curl u -T file").contains("-T"));
        assert!(of("curl u -d @-").contains("standard input"));
        assert!(of("jq -n '{}' | curl u -d @-").contains("standard input"));
        assert!(of("curl u -d \"$BODY\"").contains("$BODY"));
        assert!(of("Invoke-WebRequest -Uri x").contains("PowerShell"));
        assert!(of("fetch('x')").contains("JavaScript"));
        assert!(of("ls").contains("not a curl command"));
        assert!(of("curl 'open").contains("quote"));
        assert!(of("curl -d x").contains("URL"));
    }
}
