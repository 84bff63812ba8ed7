//! `multipart/form-data` (RFC 7578) as it arrives: parts one after the other, each piece by piece.
//!
//! Written for forms that anybody may send: every byte counts, whatever it is part of, and is looked at once, so that
//! neither memory nor work exceeds what the form's size calls for, whatever stands in it. `actix-multipart` counts the bytes of fields but not of their
//! headers and preamble, and looks again at what it holds whenever a piece arrives.

use actix_web::dev::Payload;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_TYPE, ContentDisposition, DispositionType, HeaderName, HeaderValue,
};
use actix_web::{HttpMessage, HttpRequest};
use bytes::{Buf, Bytes, BytesMut};
use futures::StreamExt;
use memchr::memmem::{self, Finder};
use tokio::time::timeout_at;

use super::Broken;
use crate::http::input::pace::Pace;

/// Parts a form may have: a file, a word about it, and as many more as make a mistake worth explaining.
const MOST_PARTS: usize = 8;
/// Bytes of a part's headers.
const LONGEST_HEADERS: usize = 4 * 1024;
/// Characters of a boundary (RFC 2046, 5.1.1).
const LONGEST_BOUNDARY: usize = 70;

/// A form being read.
pub(super) struct Form {
    payload: Payload,
    pace: Pace,
    /// Bytes that may still come.
    allowed: usize,
    /// What has come and was not handed on.
    buffer: BytesMut,
    /// What ends a part: a line break, two dashes, the boundary.
    delimiter: Finder<'static>,
    parts: usize,
}

/// What a part says of itself.
#[derive(Debug)]
pub(super) struct Part {
    /// The field's name.
    pub(super) name: String,
    /// The name of a file, as its sender wrote it.
    pub(super) file_name: Option<String>,
    /// Whether a text is written as JSON, in quotes.
    pub(super) is_json: bool,
}

impl Form {
    /// A form of at most so many bytes, whose parts this boundary parts.
    pub(super) fn new(boundary: &str, payload: Payload, allowed: usize) -> Self {
        Self {
            payload,
            pace: Pace::start(),
            allowed,
            // The first boundary may stand at the very beginning, without a line break before it.
            buffer: BytesMut::from(&b"\r\n"[..]),
            delimiter: Finder::new(&format!("\r\n--{boundary}")).into_owned(),
            parts: 0,
        }
    }

    /// The next part, or nothing behind the last. What is left of the part before it is passed over.
    pub(super) async fn next_part(&mut self) -> Result<Option<Part>, Broken> {
        while self.next_piece().await?.is_some() {}
        self.buffer.advance(self.delimiter.needle().len());
        self.at_least(2).await?;
        if self.buffer.starts_with(b"--") {
            self.pass_over_the_rest().await?;
            return Ok(None);
        }
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return Err(Broken::TooManyParts(MOST_PARTS));
        }
        let headers = self.headers().await?;
        part(&headers).map(Some)
    }

    /// The next bytes of the part, or nothing at its end.
    pub(super) async fn next_piece(&mut self) -> Result<Option<Bytes>, Broken> {
        loop {
            let end = self.delimiter.find(&self.buffer);
            // A delimiter may have begun in the last bytes: they stay until more have come.
            let certain = end.unwrap_or_else(|| (self.buffer.len() + 1).saturating_sub(self.delimiter.needle().len()));
            if certain > 0 {
                return Ok(Some(self.buffer.split_to(certain).freeze()));
            }
            if end.is_some() {
                return Ok(None);
            }
            self.need_more().await?;
        }
    }

    /// From behind a delimiter to the empty line: the lines of the headers, each behind its line break.
    async fn headers(&mut self) -> Result<BytesMut, Broken> {
        const EMPTY_LINE: &[u8] = b"\r\n\r\n";
        loop {
            let end = memmem::find(&self.buffer, EMPTY_LINE);
            if end.unwrap_or(self.buffer.len()) > LONGEST_HEADERS {
                return Err(Broken::Malformed("headers too long"));
            }
            if let Some(end) = end {
                let headers = self.buffer.split_to(end);
                self.buffer.advance(EMPTY_LINE.len());
                return Ok(headers);
            }
            self.need_more().await?;
        }
    }

    /// What follows the last boundary means nothing, but counts.
    async fn pass_over_the_rest(&mut self) -> Result<(), Broken> {
        loop {
            self.buffer.clear();
            if !self.read_more().await? {
                return Ok(());
            }
        }
    }

    async fn at_least(&mut self, bytes: usize) -> Result<(), Broken> {
        while self.buffer.len() < bytes {
            self.need_more().await?;
        }
        Ok(())
    }

    async fn need_more(&mut self) -> Result<(), Broken> {
        let more = self.read_more().await?;
        more.then_some(()).ok_or(Broken::Malformed("incomplete"))
    }

    /// Whether anything more came.
    async fn read_more(&mut self) -> Result<bool, Broken> {
        let chunk = timeout_at(self.pace.deadline(), self.payload.next()).await;
        let Some(chunk) = chunk.map_err(|_| Broken::TooSlow)? else {
            return Ok(false);
        };
        let chunk = chunk.map_err(Broken::Off)?;
        self.pace.received(chunk.len());
        self.allowed = self.allowed.checked_sub(chunk.len()).ok_or(Broken::TooLarge)?;
        self.buffer.extend_from_slice(&chunk);
        Ok(true)
    }
}

/// The boundary that the form's `Content-Type` names.
pub(super) fn boundary(request: &HttpRequest) -> Result<String, Broken> {
    let media_type = request.mime_type().ok().flatten();
    let boundary = media_type.and_then(|media_type| Some(media_type.get_param("boundary")?.as_str().to_owned()));
    boundary
        .filter(|boundary| (1..=LONGEST_BOUNDARY).contains(&boundary.len()))
        .ok_or(Broken::Malformed("no boundary"))
}

/// What the lines of a part's headers say. Only `Content-Disposition` matters, and whether a text is JSON: what a file is,
/// its content tells.
fn part(headers: &[u8]) -> Result<Part, Broken> {
    let mut lines = headers.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    // Behind a boundary there may be white space (RFC 2046, 5.1.1), and nothing else.
    if lines.next().is_some_and(|rest| !rest.is_empty()) {
        return Err(Broken::Malformed("a boundary with more behind it"));
    }
    let lines: Vec<_> = lines.filter_map(header).collect();
    let named = |wanted: HeaderName| lines.iter().filter(move |(name, _)| *name == wanted.as_str());
    let disposition = named(CONTENT_DISPOSITION)
        .find_map(|(_, value)| ContentDisposition::from_raw(value).ok())
        .filter(|disposition| disposition.disposition == DispositionType::FormData)
        .ok_or(Broken::Malformed("a part without a Content-Disposition: form-data"))?;
    let name = disposition
        .get_name()
        .ok_or(Broken::Malformed("a part without a name"))?;
    Ok(Part {
        name: name.to_owned(),
        file_name: disposition.get_filename().map(str::to_owned),
        is_json: named(CONTENT_TYPE).any(|(_, value)| is_json(value)),
    })
}

/// A header's line, taken apart; its name in lower case.
fn header(line: &[u8]) -> Option<(String, HeaderValue)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at(colon);
    let name = std::str::from_utf8(name).ok()?.to_ascii_lowercase();
    Some((name, HeaderValue::from_bytes(value[1..].trim_ascii()).ok()?))
}

fn is_json(media_type: &HeaderValue) -> bool {
    let essence = media_type
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use actix_web::error::PayloadError;
    use actix_web::test::TestRequest;
    use rstest::rstest;

    use super::*;

    const PARTS: &[(&str, &[u8])] = &[
        ("type", b"photo"),
        ("empty", b""),
        ("file", b"\r\n--bound\r\n--boundar\r\r\n\r\n--\x00\xff\r"),
        ("last", b"\r\n"),
    ];

    fn form() -> Vec<u8> {
        let mut form = b"preamble\r\n--boundar\r\n".to_vec();
        for (name, content) in PARTS {
            form.extend(
                format!("--boundary \t\r\nX: y\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n").bytes(),
            );
            form.extend(*content);
            form.extend(b"\r\n");
        }
        form.extend(b"--boundary--\r\nepilogue");
        form
    }

    fn arriving(form: &[u8], piece: usize, allowed: usize) -> Form {
        let pieces: Vec<Result<Bytes, PayloadError>> = form
            .chunks(piece)
            .map(|piece| Ok(Bytes::copy_from_slice(piece)))
            .collect();
        let payload = Payload::Stream {
            payload: futures::stream::iter(pieces).boxed_local(),
        };
        Form::new("boundary", payload, allowed)
    }

    async fn parts(mut form: Form) -> Result<Vec<(String, Vec<u8>)>, Broken> {
        let mut parts = Vec::new();
        while let Some(part) = form.next_part().await? {
            let mut content = Vec::new();
            while let Some(piece) = form.next_piece().await? {
                content.extend_from_slice(&piece);
            }
            parts.push((part.name, content));
        }
        Ok(parts)
    }

    #[rstest]
    #[actix_web::test]
    async fn a_form_is_the_same_however_it_is_cut(#[values(1, 2, 3, 7, 10, 11, 12, 100, 10_000)] piece: usize) {
        let read = parts(arriving(&form(), piece, 10_000)).await.expect("a form");
        let expected: Vec<_> = PARTS
            .iter()
            .map(|(name, content)| ((*name).to_owned(), content.to_vec()))
            .collect();
        assert_eq!(read, expected);
    }

    #[actix_web::test]
    async fn a_part_may_be_passed_over() {
        let mut form = arriving(&form(), 5, 10_000);
        let mut names = Vec::new();
        while let Some(part) = form.next_part().await.expect("a form") {
            names.push(part.name);
        }
        assert_eq!(names, ["type", "empty", "file", "last"]);
    }

    #[actix_web::test]
    async fn every_byte_counts_whatever_it_is_part_of() {
        let whole = form();
        assert!(parts(arriving(&whole, 10, whole.len())).await.is_ok());
        for allowed in 0..whole.len() {
            let read = parts(arriving(&whole, 10, allowed)).await;
            assert!(matches!(read, Err(Broken::TooLarge)), "{allowed} of {}", whole.len());
        }
    }

    #[actix_web::test]
    async fn a_form_that_was_cut_off_is_no_form() {
        let whole = form();
        let end = whole.len() - b"\r\nepilogue".len();
        for cut in 0..end {
            let read = parts(arriving(&whole[..cut], 10, 10_000)).await;
            assert!(matches!(read, Err(Broken::Malformed(_))), "{cut}");
        }
        assert!(parts(arriving(&whole[..end], 10, 10_000)).await.is_ok());
    }

    #[rstest]
    #[case::no_disposition("--boundary\r\nX: y\r\n\r\n1\r\n--boundary--")]
    #[case::no_headers("--boundary\r\n\r\n1\r\n--boundary--")]
    #[case::no_name("--boundary\r\nContent-Disposition: form-data\r\n\r\n1\r\n--boundary--")]
    #[case::an_attachment("--boundary\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--boundary--")]
    #[case::another_boundary("--boundary2\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--boundary--")]
    #[actix_web::test]
    async fn what_is_no_part_is_malformed(#[case] form: &str) {
        let read = parts(arriving(form.as_bytes(), 100, 10_000)).await;
        assert!(matches!(read, Err(Broken::Malformed(_))), "{read:?}");
    }

    #[actix_web::test]
    async fn headers_and_parts_are_few() {
        let long = format!("--boundary\r\nX: {}", "y".repeat(5_000));
        assert!(matches!(
            parts(arriving(long.as_bytes(), 100, 10_000)).await,
            Err(Broken::Malformed(_))
        ));
        let part = "--boundary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        let many = part.repeat(MOST_PARTS + 1);
        assert!(matches!(
            parts(arriving(many.as_bytes(), 100, 10_000)).await,
            Err(Broken::TooManyParts(_))
        ));
    }

    #[rstest]
    #[case("multipart/form-data")]
    #[case("multipart/form-data; boundary=")]
    #[case("multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789X")]
    fn a_form_has_a_boundary(#[case] content_type: &str) {
        let request = TestRequest::default().insert_header((CONTENT_TYPE, content_type));
        assert!(boundary(&request.to_http_request()).is_err());
    }
}
