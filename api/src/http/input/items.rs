//! `Items<T>`: a body of many items, each read by itself, so that a bad one spoils no other.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::NaiveDate;
use futures::future::LocalBoxFuture;
use serde_json::value::RawValue;

use super::body::{BODY_LIMIT, check_type, checked, whole};
use super::fingerprint::Fingerprint;
use super::json::{self, Nulls};
use super::meaning::{Meaning, judge_on, today};
use crate::http::problem::{Code, Fault, InputFault, Problem};

/// The most items a body may have.
pub const MOST_ITEMS: usize = 1_000;

/// The names under which newline-delimited JSON is sent.
const LINES: &[&str] = &["application/x-ndjson", "application/ndjson", "application/jsonl"];

/// The items of a JSON array, or of newline-delimited JSON; each is what the contract says, or the problem it has.
#[derive(Debug, Clone)]
pub struct Items<T>(pub Vec<Result<T, Problem>>);

impl<T: Meaning + 'static> FromRequest for Items<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        whole(request, payload, BODY_LIMIT, |request, bytes| {
            let media_type = request.content_type().to_ascii_lowercase();
            let is_lines = LINES.contains(&media_type.as_str());
            check_type(
                request.headers(),
                if is_lines { "application/json" } else { &media_type },
            )?;
            if bytes.is_empty() {
                return Err(Problem::new(Code::BodyMissing));
            }
            let text = json::without_mark(&bytes);
            let texts = if is_lines { lines(text) } else { elements(text)? };
            if texts.len() > MOST_ITEMS {
                let too_many = Fault::at("", InputFault::TooLong).with("max", &MOST_ITEMS.to_string());
                return Err(Problem::invalid([too_many]));
            }
            let fingerprint = Fingerprint::of_file(&media_type, &texts);
            request.extensions_mut().insert(fingerprint);
            let today = today(request);
            Ok(Self(texts.into_iter().map(|text| item(text, today)).collect()))
        })
    }
}

/// The lines that are not blank; one more than there may be, where there are too many.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
        .take(MOST_ITEMS + 1)
        .collect()
}

/// The elements of an array, unread.
fn elements(bytes: &[u8]) -> Result<Vec<&[u8]>, Problem> {
    let elements: Vec<&RawValue> = serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            return Problem::invalid([Fault::at("", InputFault::WrongType).with("expected", "[…]")]);
        }
        let (line, column) = (error.line(), error.column());
        Problem::new(Code::MalformedJson).because(
            format!("La lecture s'est arrêtée à la ligne {line}, colonne {column}."),
            format!("Reading stopped at {error}."),
        )
    })?;
    Ok(elements.into_iter().map(|element| element.get().as_bytes()).collect())
}

fn item<T: Meaning>(text: &[u8], today: Option<NaiveDate>) -> Result<T, Problem> {
    checked(&json::parse(text, Nulls::Refused)?, |item: T| judge_on(today, item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_end_as_they_like_and_blank_ones_do_not_count() {
        assert_eq!(lines(b"{}\r\n\n  {\"a\": 1}\n"), [&b"{}"[..], b"{\"a\": 1}"]);
    }

    #[test]
    fn an_array_is_taken_apart_unread() {
        let found = elements(br#" [{"a": [1, 2]}, null , "\u0000"] "#).expect("an array");
        assert_eq!(found, [&br#"{"a": [1, 2]}"#[..], b"null", br#""\u0000""#]);
        assert_eq!(elements(b"{}").expect_err("no array").code(), Code::Invalid);
        assert_eq!(elements(b"[{}").expect_err("cut off").code(), Code::MalformedJson);
        assert_eq!(elements(b"[{}] x").expect_err("more").code(), Code::MalformedJson);
    }
}
