//! What a request's content boils down to, so that a repetition can be told from another request.

use persistence::{canonical_json, digest};
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
        Self::of("application/json", &[canonical_json::of(document).as_bytes()])
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
