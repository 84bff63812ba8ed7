//! What traces have in common, wherever their spans begin: the target by which they are told from the log's, and the
//! name of a span as it is handed on.
//!
//! Spans of this target are for whoever watches the hub by OpenTelemetry, and no line of the log knows them. Where no
//! traces are wanted nobody asks for the target, and a span that is begun is none.

use std::fmt;

/// Target of the spans that traces are made of.
pub const TARGET: &str = "cqc_hub::traces";

/// Target of those that begin no trace: they are made where they are done for something that is traced, and kept.
pub const WITHIN: &str = "cqc_hub::traces::within";

/// A span of a trace, as it is named to others: `traceparent` [W3C Trace Context, 3.2]. Random numbers, and nothing of
/// anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traceparent {
    /// The trace; never 0.
    pub trace_id: u128,
    /// The span; never 0.
    pub span_id: u64,
    /// Whether the trace is kept.
    pub is_sampled: bool,
}

impl Traceparent {
    /// The header it travels in.
    pub const HEADER: &'static str = "traceparent";

    /// Reads one. Whatever else it may be is none: a trace then begins afresh.
    pub fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split('-');
        let version = hexadecimal(fields.next()?, 2)?;
        let trace_id = hexadecimal(fields.next()?, 32)?;
        let span_id = hexadecimal(fields.next()?, 16)?;
        let flags = hexadecimal(fields.next()?, 2)?;
        // A later version may say more behind these; 255 is none.
        let is_ours = version == 0 && fields.next().is_none();
        let is_known = is_ours || (1..255).contains(&version);
        let is_one = is_known && trace_id != 0 && span_id != 0;
        is_one.then_some(Self {
            trace_id,
            span_id: u64::try_from(span_id).ok()?,
            is_sampled: flags & 1 == 1,
        })
    }
}

/// A number of so many digits, in small letters.
fn hexadecimal(text: &str, digits: usize) -> Option<u128> {
    let is_one = text.len() == digits && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    is_one.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

impl fmt::Display for Traceparent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            trace_id,
            span_id,
            is_sampled,
        } = self;
        write!(f, "00-{trace_id:032x}-{span_id:016x}-{:02x}", u8::from(*is_sampled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_it_is_read() {
        for text in [
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01",
            "00-0000000000000000000000000000000a-000000000000000b-00",
        ] {
            let read = Traceparent::parse(text).expect("one");
            assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn a_later_version_may_say_more() {
        let later = Traceparent::parse("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-03-what-will-be");
        let known = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01";
        assert_eq!(later.expect("one").to_string(), known);
    }

    #[test]
    fn what_is_malformed_is_none() {
        for text in [
            "",
            "camille.martin@mail.example",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01-",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01-more",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0cc902b7-01",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01",
            "00-00000000000000000000000000000000-00f067aa0cc902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0cc902b7-01",
            "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01",
        ] {
            assert_eq!(Traceparent::parse(text), None, "{text}");
        }
    }
}
