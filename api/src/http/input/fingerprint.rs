//! What a request's content boils down to, so that a repetition can be told from another request.

use persistence::digest;
use serde_json::Value;

/// SHA-256 of what was sent: of the canonical JSON, or of a file's type and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Of a request without a body.
    pub fn empty() -> Self {
        Self::of("empty", &[])
    }

    /// Of a JSON document, whatever the order of its members and its white space.
    pub fn of_json(document: &Value) -> Self {
        let mut canonical = String::new();
        write(document, &mut canonical);
        Self::of("application/json", &[canonical.as_bytes()])
    }

    /// Of an upload: its media type, and the parts that make it up (form fields, the bytes of the file).
    pub fn of_file(media_type: &str, parts: &[&[u8]]) -> Self {
        Self::of(media_type, parts)
    }

    fn of(media_type: &str, parts: &[&[u8]]) -> Self {
        Self(digest::of_parts(
            std::iter::once(media_type.as_bytes()).chain(parts.iter().copied()),
        ))
    }
}

/// Canonical JSON: no white space, members ordered by name, a whole number written without a fraction.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut names: Vec<_> = members.keys().collect();
            names.sort_unstable();
            out.push('{');
            for (position, name) in names.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write(&members[name], out);
            }
            out.push('}');
        }
        Value::Array(elements) => {
            out.push('[');
            for (position, element) in elements.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(element, out);
            }
            out.push(']');
        }
        Value::Number(number) => {
            let text = number.to_string();
            out.push_str(text.strip_suffix(".0").unwrap_or(&text));
        }
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(text: &str) -> Fingerprint {
        Fingerprint::of_json(&serde_json::from_str(text).expect("JSON"))
    }

    #[test]
    fn writing_the_same_thing_otherwise_changes_nothing() {
        assert_eq!(
            of(r#"{"a": 1, "b": [true, null]}"#),
            of(r#"{ "b":[ true,null ],"a":1.0 }"#)
        );
        assert_eq!(of(r#"{"a": "\u00e9"}"#), of(r#"{"a": "é"}"#));
    }

    #[test]
    fn another_content_is_another_fingerprint() {
        let all = [
            of("{}"),
            of("[]"),
            of(r#"{"a":1}"#),
            of(r#"{"a":"1"}"#),
            of(r#"{"a":[1]}"#),
            Fingerprint::empty(),
        ];
        for (position, one) in all.iter().enumerate() {
            assert!(!all[position + 1..].contains(one));
        }
        let ab = Fingerprint::of_file("image/png", &[b"a", b"b"]);
        assert_ne!(ab, Fingerprint::of_file("image/png", &[b"ab"]));
        assert_ne!(ab, Fingerprint::of_file("image/jpeg", &[b"a", b"b"]));
        assert_ne!(
            Fingerprint::of_json(&json!("x")),
            Fingerprint::of_file("text/plain", &[b"\"x\""])
        );
    }
}
