//! JSON text laid out for people, and for one line, without reading a number or a string.

/// Spread over lines. Only white space changes, so ids of any length stay digit by digit.
pub fn pretty_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    let mut chars = text.chars().peekable();
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    while let Some(c) = chars.next() {
        if in_string {
            match c.is_control() {
                true => out.extend(c.escape_unicode()),
                false => out.push(c),
            }
            in_string = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            ' ' | '\r' | '\n' | '\t' => {}
            '{' | '[' => {
                out.push(c);
                while chars.next_if(char::is_ascii_whitespace).is_some() {}
                match chars.next_if(|&next| matches!(next, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => {
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    out
}

/// On one line: in JSON a line end is white space and nothing else.
pub fn one_line_json(mut text: Vec<u8>) -> Vec<u8> {
    for byte in &mut text {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_changes() {
        let text =
            "{\"id\":70874216842235169480000000000001,\"a\":[ ],\n\"b\":[{\"c\":\"x, {\\\" y\"}]}";
        assert_eq!(
            pretty_json(text),
            "{\n  \"id\": 70874216842235169480000000000001,\n  \"a\": [],\n  \"b\": [\n    {\n      \
             \"c\": \"x, {\\\" y\"\n    }\n  ]\n}"
        );
        assert_eq!(one_line_json(b"{\n\"a\":1}".to_vec()), b"{ \"a\":1}");
    }
}
