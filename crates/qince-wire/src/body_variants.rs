//! Bodies that a client may have signed instead of the bytes it sent, apart from those of another JSON writer.

use std::fmt::Write as _;

use coupon_sign::percent_encode;
use coupon_wire::DiagnosisCause;

use crate::reserialize::{Json, json_text};

/// Byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Begins every gzip file (RFC 1952).
const GZIP: &[u8] = b"\x1f\x8b";

/// A body and the mistake by which it was signed.
pub(crate) type BodyVariant = (DiagnosisCause, Vec<u8>);

/// The encoding of a body that is no UTF-8, or in which one in UTF-8 may have been signed.
pub(crate) fn foreign_encoding(body: &[u8]) -> DiagnosisCause {
    if body.starts_with(GZIP) { DiagnosisCause::Gzip } else { DiagnosisCause::Gbk }
}

/// Every variant of this body. `recoded` is the body in the other encoding.
pub(crate) fn body_variants(body: &[u8], recoded: Option<&[u8]>) -> Vec<BodyVariant> {
    let mut found = Vec::new();
    let mut add = |cause, bytes: Vec<u8>| {
        if bytes != body {
            found.push((cause, bytes));
        }
    };
    let empty: &[&str] = match body {
        b"" => &["{}", "null", "[]"],
        b"{}" => &["", "null", "[]"],
        _ => &[],
    };
    for text in empty {
        add(DiagnosisCause::EmptyBody, text.as_bytes().to_vec());
    }
    if let Some(recoded) = recoded {
        add(foreign_encoding(body), recoded.to_vec());
    }
    let unmarked = body.strip_prefix(MARK);
    add(DiagnosisCause::ByteOrderMark, unmarked.map_or_else(|| [MARK, body].concat(), Into::into));
    let Ok(text) = std::str::from_utf8(body) else { return found };
    for other in line_ends(text) {
        add(DiagnosisCause::LineEnds, other.into_bytes());
    }
    if !text.is_ascii() {
        add(
            DiagnosisCause::Latin1,
            text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
        );
        add(DiagnosisCause::Latin1, text.replace(|c: char| !c.is_ascii(), "?").into_bytes());
        let short = text.len() - text.chars().count();
        for end in closers(text).into_iter().filter(|end| end.len() <= short) {
            add(DiagnosisCause::CutBody, format!("{text}{end}").into_bytes());
        }
    }
    add(DiagnosisCause::EncodedJson, json_text(text).into_bytes());
    if let Some(Json::Text(inner)) = Json::read(text, 0) {
        add(DiagnosisCause::EncodedJson, inner.into_bytes());
    }
    for other in from_form(text).into_iter().chain(from_multipart(text)) {
        add(DiagnosisCause::FormAndJson, other.into_bytes());
    }
    if let Some(json) = Json::read(text, 0) {
        for other in forms(&json) {
            add(DiagnosisCause::FormAndJson, other.into_bytes());
        }
        for other in renderings(&json) {
            add(DiagnosisCause::LanguageRendering, other.into_bytes());
        }
        for other in numbers(&json) {
            add(DiagnosisCause::NumbersRewritten, other.into_bytes());
        }
    }
    found
}

/// Line ends added, stripped, or of another kind.
fn line_ends(text: &str) -> Vec<String> {
    let mut texts = vec![
        text.trim().to_owned(),
        format!("{text}\n"),
        format!("{text}\r\n"),
        text.replace("\r\n", "\n"),
        text.replace("\r\n", "\n").replace('\n', "\r\n"),
        text.replace(['\r', '\n'], ""),
    ];
    // Of an indented text without its line ends, every run of spaces once began a line.
    if !text.contains('\n')
        && let Some(json) = Json::read(text, 0)
    {
        for indented in json.indented().into_iter().filter(|one| one.replace('\n', "") == text) {
            texts.push(format!("{indented}\n"));
            texts.push(indented.replace('\n', "\r\n"));
            texts.push(indented.replace('\n', "\r\n") + "\r\n");
            texts.push(indented);
        }
    }
    texts
}

/// Ends that close what the text leaves open.
fn closers(text: &str) -> Vec<String> {
    let (mut open, mut inside, mut escaped) = (Vec::new(), false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            '{' if !inside => open.push('}'),
            '[' if !inside => open.push(']'),
            '}' | ']' if !inside => {
                open.pop();
            }
            _ => {}
        }
    }
    if open.is_empty() {
        return Vec::new();
    }
    let end: String = open.iter().rev().collect();
    if inside { vec![format!("\"{end}")] } else { vec![end.clone(), format!("\n{end}")] }
}

/// The fields as a form, in the order of the body and in that of the names, plain and percent-encoded.
fn forms(json: &Json) -> Vec<String> {
    let form = |json: &Json, encode: fn(&str) -> String| {
        let Json::Object(fields) = json else { return String::new() };
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(&value.bare())));
        pairs.collect::<Vec<_>>().join("&")
    };
    let plus = |text: &str| percent_encode(text).replace("%20", "+");
    let encodings: [fn(&str) -> String; 3] = [str::to_owned, percent_encode, plus];
    let orders = [json.clone(), json.sorted()];
    let texts = orders.iter().flat_map(|json| encodings.map(|encode| form(json, encode)));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The JSON of a body that was sent as a form, with values as text and as numbers.
fn from_form(text: &str) -> Vec<String> {
    if text.starts_with(['{', '[']) || text.contains('\n') || !text.contains('=') {
        return Vec::new();
    }
    let fields: Option<Vec<(String, String)>> = text
        .split('&')
        .map(|pair| {
            pair.split_once('=').and_then(|(name, value)| Some((plain(name)?, plain(value)?)))
        })
        .collect();
    fields.map_or_else(Vec::new, |fields| objects(&fields))
}

/// The JSON of a body that was sent as `multipart/form-data`.
fn from_multipart(text: &str) -> Vec<String> {
    let Some((boundary, _)) = text.split_once("\r\n").filter(|(line, _)| line.starts_with("--"))
    else {
        return Vec::new();
    };
    let part = |part: &str| {
        let (head, value) = part.split_once("\r\n\r\n")?;
        let (name, _) = head.split_once("name=\"")?.1.split_once('"')?;
        Some((name.to_owned(), value.strip_suffix("\r\n")?.to_owned()))
    };
    let fields: Vec<(String, String)> = text.split(boundary).filter_map(part).collect();
    if fields.is_empty() { Vec::new() } else { objects(&fields) }
}

/// The fields of a form as JSON; of a single one its value too, which may be the JSON.
fn objects(fields: &[(String, String)]) -> Vec<String> {
    let object = |value: fn(&str) -> String| {
        let fields =
            fields.iter().map(|(name, text)| format!("{}:{}", json_text(name), value(text)));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    };
    let number = |text: &str| match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => text.to_owned(),
        _ => json_text(text),
    };
    let compact = [object(json_text), object(number)];
    let spaced = compact.clone().map(|text| text.replace("\":", "\": ").replace(",\"", ", \""));
    let only = match fields {
        [(_, value)] => Some(value.clone()),
        _ => None,
    };
    compact.into_iter().chain(spaced).chain(only).collect()
}

/// A part of a form without its percent-encoding.
fn plain(part: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), part.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                rest = &rest[2..];
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The object as languages print it: Python, JavaScript, Java, Go, PHP, Ruby, C#.
fn renderings(json: &Json) -> Vec<String> {
    if !matches!(json, Json::Object(_)) {
        return Vec::new();
    }
    let mut texts: Vec<String> = [
        "[object Object]",
        "Array",
        "System.Collections.Generic.Dictionary`2[System.String,System.Object]",
        "System.Collections.Generic.Dictionary`2[System.String,System.String]",
    ]
    .map(str::to_owned)
    .into();
    for (style, sorted) in [
        (&PYTHON, false),
        (&JAVA, false),
        (&JAVA, true),
        (&GO, true),
        (&RUBY, false),
        (&RUBY_SYMBOLS, false),
        (&RUBY_3, false),
    ] {
        let json = if sorted { json.sorted() } else { json.clone() };
        let mut text = String::new();
        render(&json, style, &mut text);
        texts.push(text);
    }
    let mut hashed = String::new();
    render(&json.hashed(), &JAVA, &mut hashed);
    texts.push(hashed);
    texts
}

/// How a language prints a map.
struct MapStyle {
    object: [&'static str; 2],
    list: [&'static str; 2],
    comma: &'static str,
    list_comma: &'static str,
    /// Before a name, and between name and value.
    name: [&'static str; 2],
    quote: &'static str,
    /// The words for `null`, `true` and `false`.
    words: [&'static str; 3],
}

const PYTHON: MapStyle = MapStyle {
    object: ["{", "}"],
    list: ["[", "]"],
    comma: ", ",
    list_comma: ", ",
    name: ["'", "': "],
    quote: "'",
    words: ["None", "True", "False"],
};
const JAVA: MapStyle =
    MapStyle { name: ["", "="], quote: "", words: ["null", "true", "false"], ..PYTHON };
const GO: MapStyle = MapStyle {
    object: ["map[", "]"],
    comma: " ",
    list_comma: " ",
    name: ["", ":"],
    quote: "",
    words: ["<nil>", "true", "false"],
    ..PYTHON
};
const RUBY: MapStyle =
    MapStyle { name: ["\"", "\"=>"], quote: "\"", words: ["nil", "true", "false"], ..PYTHON };
const RUBY_SYMBOLS: MapStyle = MapStyle { name: [":", "=>"], ..RUBY };
const RUBY_3: MapStyle = MapStyle { name: ["\"", "\" => "], ..RUBY };

fn render(json: &Json, style: &MapStyle, out: &mut String) {
    let join = |out: &mut String, at: usize, comma: &str| {
        if at > 0 {
            out.push_str(comma);
        }
    };
    match json {
        Json::Plain(text) => out.push_str(match text.as_str() {
            "null" => style.words[0],
            "true" => style.words[1],
            "false" => style.words[2],
            other => other,
        }),
        Json::Text(text) => {
            let _ = write!(out, "{0}{text}{0}", style.quote);
        }
        Json::List(items) => {
            out.push_str(style.list[0]);
            for (at, item) in items.iter().enumerate() {
                join(out, at, style.list_comma);
                render(item, style, out);
            }
            out.push_str(style.list[1]);
        }
        Json::Object(fields) => {
            out.push_str(style.object[0]);
            for (at, (name, value)) in fields.iter().enumerate() {
                join(out, at, style.comma);
                out.push_str(style.name[0]);
                out.push_str(name);
                out.push_str(style.name[1]);
                render(value, style, out);
            }
            out.push_str(style.object[1]);
        }
    }
}

/// The body with its numbers as another program writes them.
fn numbers(json: &Json) -> Vec<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let rewrites: [&dyn Fn(&Json) -> Json; 6] = [
        // PHP's and Gson's doubles.
        &|value| match value {
            Json::Plain(text) if digits(text) => Json::Plain(format!("{text}.0")),
            other => other.clone(),
        },
        &|value| match value {
            Json::Plain(text) if text.contains('.') => {
                let short = text.trim_end_matches('0').trim_end_matches('.');
                Json::Plain(short.to_owned())
            }
            other => other.clone(),
        },
        // Ids beyond 2^53 through a double of JavaScript.
        &|value| match value {
            Json::Plain(text) if digits(text) => {
                Json::Plain(text.parse::<f64>().map_or(text.clone(), |number| number.to_string()))
            }
            other => other.clone(),
        },
        &|value| match value {
            Json::Text(text) if digits(text) && text.len() > 15 => {
                Json::Plain(text.parse::<f64>().map_or(text.clone(), |number| number.to_string()))
            }
            other => other.clone(),
        },
        &|value| match value {
            Json::Plain(text) if text.parse::<f64>().is_ok() => Json::Text(text.clone()),
            other => other.clone(),
        },
        &|value| match value {
            Json::Text(text) if digits(text) => Json::Plain(text.clone()),
            other => other.clone(),
        },
    ];
    let unchanged = json.bare();
    let written = rewrites.iter().map(|rewrite| json.mapped(*rewrite));
    written.filter(|json| json.bare() != unchanged).flat_map(|json| json.common_texts()).collect()
}
