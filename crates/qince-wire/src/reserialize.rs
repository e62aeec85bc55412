//! A JSON body as other JSON writers would have written it. A client may have signed such a text instead of the bytes it sent.

use coupon_wire::internal::{Entries, permutations};
use serde_json::value::RawValue;

/// Longer bodies are not serialised again, because that is done some hundred times.
const LONGEST: usize = 16 * 1024;
/// A call has three levels.
const DEEPEST: usize = 16;
/// More fields than this are not tried in every order.
const MOST_PERMUTED: usize = 5;

/// The way of writing this body that `fits`, if one does.
pub(crate) fn find(body: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
    if body.len() > LONGEST {
        return None;
    }
    let ends = [body.trim().to_owned(), format!("{body}\n"), format!("{body}\r\n")];
    ends.into_iter().find(|text| fits(text)).or_else(|| written_anew(body, fits))
}

fn written_anew(body: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
    let sent = Json::read(body, 0)?;
    let writers = || SPACINGS.iter().flat_map(|s| ESCAPES.iter().map(move |e| (*s, *e)));
    let orders = [Json::clone, Json::sorted, Json::reversed, Json::hashed];
    for order in orders {
        let ordered = order(&sent);
        for json in [ordered.clone(), ordered.without(&["null"]), ordered.without(&["null", ""])] {
            let texts = writers().map(|(spacing, escape)| json.text(spacing, escape));
            if let Some(found) = texts.into_iter().find(|text| fits(text)) {
                return Some(found);
            }
        }
    }
    let texts = sent
        .permuted()
        .into_iter()
        .flat_map(|json| SPACINGS.iter().map(move |spacing| json.text(*spacing, Escape::Needed)));
    texts.into_iter().find(|text| fits(text))
}

/// Between elements, between key and value, and the indent of a line.
type Spacing = (&'static str, &'static str, &'static str);

/// Compact; Python's; compact with a space after the colon; indented as JavaScript and Python do, and as Jackson does.
const SPACINGS: [Spacing; 7] = [
    (",", ":", ""),
    (", ", ": ", ""),
    (",", ": ", ""),
    (",", ": ", "  "),
    (",", ": ", "    "),
    (",", ": ", "\t"),
    (",", " : ", "  "),
];

/// Characters that a writer escapes beyond those that JSON requires.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    Needed,
    /// Everything beyond ASCII: Python.
    Ascii,
    /// With upper-case digits: some Java writers.
    AsciiUpper,
    /// `/` as well: PHP with unescaped Unicode.
    Slash,
    /// Both: PHP.
    SlashAscii,
    /// Characters with a meaning in HTML: Go.
    Html,
    /// As `Html`, with `=` and `'`: Gson.
    Gson,
}

const ESCAPES: [Escape; 7] = [
    Escape::Needed,
    Escape::Ascii,
    Escape::AsciiUpper,
    Escape::Slash,
    Escape::SlashAscii,
    Escape::Html,
    Escape::Gson,
];

/// JSON that keeps the order of its fields and the digits of its numbers.
#[derive(Clone)]
pub(crate) enum Json {
    /// A number, `true`, `false` or `null`, as written.
    Plain(String),
    Text(String),
    List(Vec<Self>),
    Object(Vec<Member>),
}

pub(crate) type Member = (String, Json);

impl Json {
    pub(crate) fn read(raw: &str, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            return None;
        }
        let raw = raw.trim();
        let inner = |raw: &RawValue| Self::read(raw.get(), depth + 1);
        match raw.as_bytes().first()? {
            b'{' => {
                let Entries(fields) = serde_json::from_str(raw).ok()?;
                let fields = fields.into_iter().map(|(key, value)| Some((key, inner(value)?)));
                fields.collect::<Option<_>>().map(Self::Object)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                items.into_iter().map(inner).collect::<Option<_>>().map(Self::List)
            }
            b'"' => serde_json::from_str(raw).ok().map(Self::Text),
            _ => Some(Self::Plain(raw.to_owned())),
        }
    }

    pub(crate) fn sorted(&self) -> Self {
        self.ordered(&|fields| fields.sort_by(|(a, _), (b, _)| a.cmp(b)))
    }

    fn reversed(&self) -> Self {
        self.ordered(&|fields| fields.reverse())
    }

    /// As Java's HashMap gives its entries out.
    pub(crate) fn hashed(&self) -> Self {
        self.ordered(&|fields| {
            let slots = (fields.len() * 4).div_ceil(3).next_power_of_two().max(16) as u32;
            fields.sort_by_key(|(key, _)| {
                let units = key.encode_utf16();
                let hash = units
                    .fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
                (hash ^ (hash >> 16)) & (slots - 1)
            });
        })
    }

    fn ordered(&self, order: &dyn Fn(&mut Vec<Member>)) -> Self {
        match self {
            Self::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| (key.clone(), value.ordered(order)));
                let mut fields: Vec<_> = fields.collect();
                order(&mut fields);
                Self::Object(fields)
            }
            Self::List(items) => Self::List(items.iter().map(|item| item.ordered(order)).collect()),
            other => other.clone(),
        }
    }

    /// With every value that is neither list nor object changed.
    pub(crate) fn mapped(&self, change: &dyn Fn(&Self) -> Self) -> Self {
        match self {
            Self::Object(fields) => {
                let fields =
                    fields.iter().map(|(name, value)| (name.clone(), value.mapped(change)));
                Self::Object(fields.collect())
            }
            Self::List(items) => Self::List(items.iter().map(|item| item.mapped(change)).collect()),
            other => change(other),
        }
    }

    /// As the writers that are met most often write it: compact or with spaces, Unicode as it is or escaped.
    pub(crate) fn common_texts(&self) -> Vec<String> {
        let escapes = [Escape::Needed, Escape::Ascii];
        let texts = escapes.map(|escape| [0, 1].map(|at| self.text(SPACINGS[at], escape)));
        texts.into_iter().flatten().collect()
    }

    /// Indented by two and four spaces and by tabs.
    pub(crate) fn indented(&self) -> Vec<String> {
        SPACINGS[3..].iter().map(|spacing| self.text(*spacing, Escape::Needed)).collect()
    }

    /// A value as it stands in a form: text without quotes, lists and objects as JSON.
    pub(crate) fn bare(&self) -> String {
        match self {
            Self::Plain(text) | Self::Text(text) => text.clone(),
            other => other.text(SPACINGS[0], Escape::Needed),
        }
    }

    /// Without the fields of these values.
    fn without(&self, blanks: &[&str]) -> Self {
        let blank = |value: &Self| matches!(value, Self::Plain(text) | Self::Text(text) if blanks.contains(&text.as_str()));
        self.ordered(&|fields| fields.retain(|(_, value)| !blank(value)))
    }

    /// With the outermost fields in every order, if they are few.
    fn permuted(&self) -> Vec<Self> {
        let Self::Object(fields) = self else { return Vec::new() };
        if fields.len() > MOST_PERMUTED {
            return Vec::new();
        }
        permutations(fields).into_iter().map(Self::Object).collect()
    }

    fn text(&self, spacing: Spacing, escape: Escape) -> String {
        let mut out = String::new();
        self.write(&mut out, spacing, escape, 1);
        out
    }

    fn write(&self, out: &mut String, spacing: Spacing, escape: Escape, depth: usize) {
        match self {
            Self::Plain(text) => out.push_str(text),
            Self::Text(text) => push_text(out, text, escape),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    break_line(out, spacing, at, depth);
                    item.write(out, spacing, escape, depth + 1);
                }
                end(out, spacing, items.is_empty(), depth, ']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (at, (key, value)) in fields.iter().enumerate() {
                    break_line(out, spacing, at, depth);
                    push_text(out, key, escape);
                    out.push_str(spacing.1);
                    value.write(out, spacing, escape, depth + 1);
                }
                end(out, spacing, fields.is_empty(), depth, '}');
            }
        }
    }
}

/// The text as a JSON string.
pub(crate) fn json_text(text: &str) -> String {
    let mut out = String::new();
    push_text(&mut out, text, Escape::Needed);
    out
}

/// The bodies of the writers that are met most often: for a second mistake beside this one.
pub(crate) fn common(body: &str) -> Vec<String> {
    if body.len() > LONGEST {
        return Vec::new();
    }
    let Some(json) = Json::read(body, 0) else { return Vec::new() };
    let orders = [json.clone(), json.sorted(), json.hashed()];
    let mut texts: Vec<String> = orders.iter().flat_map(Json::common_texts).collect();
    texts.push(json.text(SPACINGS[0], Escape::SlashAscii));
    texts.push(json.text(SPACINGS[0], Escape::Html));
    texts
}

fn break_line(out: &mut String, (comma, _, indent): Spacing, at: usize, depth: usize) {
    if at > 0 {
        out.push_str(comma);
    }
    if !indent.is_empty() {
        out.push('\n');
        out.push_str(&indent.repeat(depth));
    }
}

fn end(out: &mut String, (_, _, indent): Spacing, empty: bool, depth: usize, bracket: char) {
    if !indent.is_empty() && !empty {
        out.push('\n');
        out.push_str(&indent.repeat(depth - 1));
    }
    out.push(bracket);
}

fn push_text(out: &mut String, text: &str, escape: Escape) {
    use Escape::{Ascii, AsciiUpper, Gson, Html, Slash, SlashAscii};
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '/' if matches!(escape, Slash | SlashAscii) => out.push_str("\\/"),
            '<' | '>' | '&' if matches!(escape, Html | Gson) => push_unicode(out, c, false),
            '=' | '\'' if escape == Gson => push_unicode(out, c, false),
            _ if c < ' ' => push_unicode(out, c, false),
            _ if !c.is_ascii() && matches!(escape, Ascii | AsciiUpper | SlashAscii) => {
                push_unicode(out, c, escape == AsciiUpper);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

fn push_unicode(out: &mut String, c: char, upper: bool) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str("\\u");
        out.push_str(&if upper { format!("{unit:04X}") } else { format!("{unit:04x}") });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that other programs really write for one value; each is found from the compact one.
    #[test]
    fn what_other_writers_write_is_found() {
        let sent = r#"{"b":"券/<1>","a":1.50,"n":null,"l":[{"y":"","x":2}]}"#;
        for signed in [
            r#"{"b": "\u5238/<1>", "a": 1.50, "n": null, "l": [{"y": "", "x": 2}]}"#,
            r#"{"b":"\u5238\/<1>","a":1.50,"n":null,"l":[{"y":"","x":2}]}"#,
            r#"{"b":"券/\u003c1\u003e","a":1.50,"n":null,"l":[{"y":"","x":2}]}"#,
            r#"{"a":1.50,"b":"券/<1>","l":[{"x":2,"y":""}],"n":null}"#,
            r#"{"b":"券/<1>","a":1.50,"l":[{"y":"","x":2}]}"#,
            r#"{"a":1.50,"n":null,"b":"券/<1>","l":[{"y":"","x":2}]}"#,
            "{\n  \"b\": \"券/<1>\",\n  \"a\": 1.50,\n  \"n\": null,\n  \"l\": [\n    {\n      \"y\": \"\",\n      \"x\": 2\n    }\n  ]\n}",
            "{\"b\":\"券/<1>\",\"a\":1.50,\"n\":null,\"l\":[{\"y\":\"\",\"x\":2}]}\n",
        ] {
            assert_eq!(find(sent, |text| text == signed).as_deref(), Some(signed));
        }
        assert_eq!(find(sent, |text| text == r#"{"a":1.5}"#), None);
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_only_trimmed() {
        assert_eq!(find("{", |_| false), None);
        assert_eq!(find(&"[".repeat(60_000), |_| false), None);
        assert_eq!(find(&format!("{}{}", "[".repeat(100), "]".repeat(100)), |_| false), None);
        assert_eq!(find(" {} ", |text| text == "{}").as_deref(), Some("{}"));
    }

    /// The second of each is what a Java 17 prints of a HashMap into which the first was put; with 13 entries its table is
    /// twice as long.
    #[test]
    fn the_order_of_a_java_hash_map_is_found() {
        for (put, printed) in [
            (
                "page_number,page_length,create_start,create_end,deal_name,status",
                "page_number,deal_name,create_start,page_length,create_end,status",
            ),
            (
                "coupon_no,deal_name,cm_id,cm_code,start_date,end_date,promotion_name,recycle_date,doorsill_percent,exts,prods,\
                 a12,客户",
                "end_date,prods,a12,doorsill_percent,cm_code,promotion_name,deal_name,cm_id,recycle_date,coupon_no,exts,客户,\
                 start_date",
            ),
        ] {
            let body = |keys: &str| format!("{{\"{}\":1}}", keys.replace(',', "\":1,\""));
            let signed = body(printed);
            assert_eq!(find(&body(put), |text| text == signed), Some(signed.clone()));
        }
    }
}
