//! `Range` (RFC 9110, 14): only a part of what does not change, so that a lost connection does not cost the whole.
//!
//! Actix's `Range` refuses what it cannot read. RFC 9110 wants it ignored, as several ranges may be, which is read here.

use std::future::{Ready, ready};
use std::ops::Range;

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, IF_NONE_MATCH, IF_RANGE, RANGE};
use actix_web::{FromRequest, HttpRequest};

use super::tag::Tag;
use crate::http::problem::{Code, Problem};

/// The one range that a request asks for. Several at once, other units than bytes and what cannot be read ask for
/// nothing: the whole is a good answer to all of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByteRange {
    wanted: Option<Wanted>,
    /// The state that the caller holds the rest of.
    only_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// From a byte on, to a byte or to the end.
    From(u64, Option<u64>),
    /// The last so many.
    Last(u64),
}

impl ByteRange {
    fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        // Whoever asks whether what they hold is still good wants all of it otherwise.
        if headers.contains_key(IF_NONE_MATCH) {
            return Self::default();
        }
        Self {
            wanted: text(RANGE).and_then(parse),
            only_of: headers
                .contains_key(IF_RANGE)
                .then(|| text(IF_RANGE).unwrap_or_default().to_owned()),
        }
    }

    /// Which bytes of so many in this state to send; `None` for all of them. 416 where there are none.
    pub(super) fn within(&self, size: u64, tag: Option<&Tag>) -> Result<Option<Range<u64>>, Problem> {
        let is_of_another = |held: &String| tag.is_none_or(|tag| tag.to_string() != *held);
        if self.only_of.as_ref().is_some_and(is_of_another) {
            return Ok(None);
        }
        let (first, end) = match self.wanted {
            None => return Ok(None),
            Some(Wanted::From(first, last)) => (first, last.map_or(size, |last| size.min(last.saturating_add(1)))),
            Some(Wanted::Last(count)) => (size.saturating_sub(count), size),
        };
        if first < end {
            return Ok(Some(first..end));
        }
        Err(Problem::new(Code::RangeNotSatisfiable).header("content-range", format!("bytes */{size}")))
    }
}

fn parse(text: &str) -> Option<Wanted> {
    let (unit, range) = text.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    if first.is_empty() {
        return number(last).map(Wanted::Last);
    }
    let first = number(first)?;
    let last = if last.is_empty() { None } else { Some(number(last)?) };
    last.is_none_or(|last| first <= last)
        .then_some(Wanted::From(first, last))
}

/// Digits and nothing else: `parse` alone would take a sign.
fn number(digits: &str) -> Option<u64> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| digits.parse().unwrap_or(u64::MAX))
}

impl FromRequest for ByteRange {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request.headers())))
    }
}

/// `Range`, for the `params(…)` of an operation.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct RangeParameter {
    /// The bytes wanted, as one range: `bytes=0-1023`. Answered with 206, or with 416 where the document has no such
    /// bytes; several ranges are ignored.
    #[param(rename = "Range", example = "bytes=0-1023", nullable = false)]
    pub range: Option<String>,
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use rstest::rstest;

    use super::*;

    fn asking(range: &'static str) -> ByteRange {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static(range));
        ByteRange::of(&headers)
    }

    #[rstest]
    #[case::the_first("bytes=0-99", Some(0..100))]
    #[case::one_byte("bytes=7-7", Some(7..8))]
    #[case::to_the_end("bytes=900-", Some(900..1000))]
    #[case::beyond_the_end("bytes=900-5000", Some(900..1000))]
    #[case::far_beyond("bytes=900-99999999999999999999999", Some(900..1000))]
    #[case::the_last("bytes=-100", Some(900..1000))]
    #[case::more_than_there_is("bytes=-5000", Some(0..1000))]
    #[case::two_ranges("bytes=0-1,5-6", None)]
    #[case::backwards("bytes=9-7", None)]
    #[case::signed("bytes=+1-7", None)]
    #[case::another_unit("pages=1-2", None)]
    #[case::nonsense("nonsense", None)]
    #[case::nothing("bytes=-", None)]
    fn bytes_asked_for(#[case] range: &'static str, #[case] expected: Option<Range<u64>>) {
        assert_eq!(asking(range).within(1000, None).ok(), Some(expected));
    }

    #[rstest]
    #[case("bytes=1000-")]
    #[case("bytes=1000-1001")]
    #[case("bytes=-0")]
    fn there_are_none(#[case] range: &'static str) {
        let refused = asking(range).within(1000, None).expect_err("refused");
        assert_eq!(refused.code(), Code::RangeNotSatisfiable);
    }

    #[test]
    fn a_part_of_another_state_is_no_use() {
        let tag = Tag::of(1, b"now");
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static("bytes=0-0"));
        headers.insert(IF_RANGE, HeaderValue::from_str(&tag.to_string()).expect("a value"));
        assert_eq!(ByteRange::of(&headers).within(3, Some(&tag)).ok(), Some(Some(0..1)));
        let then = Tag::of(1, b"then");
        assert_eq!(ByteRange::of(&headers).within(3, Some(&then)).ok(), Some(None));
        headers.insert(IF_RANGE, HeaderValue::from_static("Sun, 22 Nov 2026 09:00:00 GMT"));
        assert_eq!(ByteRange::of(&headers).within(3, Some(&tag)).ok(), Some(None));
    }
}
