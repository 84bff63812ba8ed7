//! `Upload`: a multipart form of text fields and one file, read up to a limit.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use bytes::{Bytes, BytesMut};
use domain::rules::documents::MOST_BYTES;
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use tokio::time::timeout;

use super::fingerprint::Fingerprint;
use crate::http::problem::{Code, Fault, FaultCode, Problem};

/// Bytes that the form may have around its file: boundaries, headers, text fields.
const AROUND: usize = 64 * 1024;
/// Bytes of a text field.
const TEXT: usize = 1024;
/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 255;
/// How long a form may take to arrive: the largest file over a line of 300 kbit/s.
const PATIENCE: Duration = Duration::from_mins(5);
/// The name of the field that holds the file.
const FILE: &str = "file";

/// A form as it came: `file`, and whatever text stood beside it.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name the file had at its sender's, without folders and control characters.
    pub file_name: Option<String>,
    /// The file.
    pub content: Bytes,
    fields: BTreeMap<String, String>,
}

impl Upload {
    /// The one text field that the form must have, and no other.
    pub fn only_field(&self, name: &str) -> Result<&str, Problem> {
        let faults: Vec<_> = self
            .fields
            .keys()
            .filter(|known| *known != name)
            .map(|unknown| Fault::at(format!("/{unknown}"), FaultCode::Unexpected))
            .collect();
        match self.fields.get(name) {
            Some(text) if faults.is_empty() => Ok(text),
            Some(_) => Err(Problem::invalid(faults)),
            None => Err(Problem::invalid(faults).fault(Fault::at(format!("/{name}"), FaultCode::Missing))),
        }
    }
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            check_headers(request.headers(), &request.content_type().to_ascii_lowercase())?;
            let form = Multipart::new(request.headers(), payload);
            let upload = timeout(PATIENCE, read(form)).await.map_err(|_| too_slow())??;
            request.extensions_mut().insert(upload.fingerprint());
            Ok(upload)
        })
    }
}

impl Upload {
    fn fingerprint(&self) -> Fingerprint {
        let name = self.file_name.as_deref().unwrap_or_default();
        let mut parts = vec![name.as_bytes(), &self.content];
        for (name, text) in &self.fields {
            parts.extend([name.as_bytes(), text.as_bytes()]);
        }
        Fingerprint::of_file("multipart/form-data", &parts)
    }
}

/// Refuses what the headers alone show to be of the wrong type, or too large.
fn check_headers(headers: &HeaderMap, essence: &str) -> Result<(), Problem> {
    let encoded = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity");
    if essence != "multipart/form-data" || encoded {
        return Err(Problem::new(Code::UnsupportedMediaType)
            .because(
                "Attendu : Content-Type: multipart/form-data, non compressé.",
                "Expected: Content-Type: multipart/form-data, not compressed.",
            )
            .header("accept-post", "multipart/form-data"));
    }
    let declared = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > most_bytes() + AROUND) {
        return Err(too_large());
    }
    Ok(())
}

fn most_bytes() -> usize {
    usize::try_from(MOST_BYTES).unwrap_or(usize::MAX)
}

async fn read(mut form: Multipart) -> Result<Upload, Problem> {
    let mut file = None;
    let mut fields = BTreeMap::new();
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|error| broken(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        let known = (name == FILE && file.is_some()) || fields.contains_key(&name);
        if known {
            return Err(Problem::at(format!("/{name}"), FaultCode::Repeated));
        }
        if name == FILE {
            let sent_as = field
                .content_disposition()
                .and_then(|sent| sent.get_filename())
                .map(plain_name);
            file = Some((sent_as, collect(&mut field, most_bytes()).await?.ok_or_else(too_large)?));
        } else {
            let text = text(&mut field, &name).await?;
            fields.insert(name, text);
        }
    }
    let (file_name, content) = file.ok_or_else(|| Problem::at(format!("/{FILE}"), FaultCode::Missing))?;
    Ok(Upload {
        file_name: file_name.filter(|name| !name.is_empty()),
        content,
        fields,
    })
}

/// A field's bytes; none when there are more than `limit`.
async fn collect(field: &mut Field, limit: usize) -> Result<Option<Bytes>, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if bytes.len() + chunk.len() > limit {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes.freeze()))
}

async fn text(field: &mut Field, name: &str) -> Result<String, Problem> {
    let refused = |code| Problem::at(format!("/{name}"), code);
    let bytes = collect(field, TEXT).await?;
    let bytes = bytes.ok_or_else(|| {
        Problem::invalid([Fault::at(format!("/{name}"), FaultCode::TooLong).with("max", &TEXT.to_string())])
    })?;
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| refused(FaultCode::Invalid))?;
    if text.contains('\0') {
        return Err(refused(FaultCode::NullCharacter));
    }
    Ok(text)
}

/// A file's name without the folders that some senders put before it, and without what no name should hold.
fn plain_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = base
        .chars()
        .filter(|letter| !letter.is_control() && !is_invisible(*letter));
    kept.take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

/// Marks that change the direction of text: they make `exe.jpg` of `gpj.exe`.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn too_large() -> Problem {
    let mib = MOST_BYTES / (1024 * 1024);
    Problem::new(Code::BodyTooLarge).because(
        format!("Un fichier a au plus {mib} Mo."),
        format!("A file has at most {mib} MB."),
    )
}

fn too_slow() -> Problem {
    Problem::new(Code::MalformedRequest).because(
        "Le formulaire n’est pas arrivé en entier en cinq minutes.",
        "The form did not arrive whole within five minutes.",
    )
}

fn broken(error: &MultipartError) -> Problem {
    tracing::debug!(%error, "a form broke off or is no form");
    Problem::new(Code::MalformedRequest).because(
        "Le formulaire (multipart/form-data) est incomplet ou mal formé.",
        "The form (multipart/form-data) is incomplete or malformed.",
    )
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::http::header::CONTENT_TYPE;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, HttpResponse, web};
    use rstest::rstest;

    use super::*;

    async fn heard(upload: Upload) -> Result<HttpResponse, Problem> {
        let kind = upload.only_field("type")?.to_owned();
        let name = upload.file_name.unwrap_or_default();
        Ok(HttpResponse::Ok().body(format!("{kind} {name} {}", upload.content.len())))
    }

    async fn send(body: Vec<u8>) -> (StatusCode, String) {
        let app = init_service(App::new().route("/", web::post().to(heard))).await;
        let request = TestRequest::post()
            .uri("/")
            .insert_header((CONTENT_TYPE, "multipart/form-data; boundary=x"))
            .set_payload(body);
        let response = call_service(&app, request.to_request()).await;
        let status = response.status();
        (status, String::from_utf8_lossy(&read_body(response).await).into_owned())
    }

    fn part(disposition: &str, content: &[u8]) -> Vec<u8> {
        [
            format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes(),
            content,
            b"\r\n",
        ]
        .concat()
    }

    fn form(parts: &[Vec<u8>]) -> Vec<u8> {
        [parts.concat(), b"--x--\r\n".to_vec()].concat()
    }

    #[actix_web::test]
    async fn a_form_is_read_in_any_order() {
        let (kind, file) = (
            part("name=\"type\"", b"photo"),
            part("name=\"file\"; filename=\"a/\u{1f600}.jpg\"", b"123"),
        );
        assert_eq!(
            send(form(&[kind.clone(), file.clone()])).await,
            (StatusCode::OK, "photo \u{1f600}.jpg 3".to_owned())
        );
        assert_eq!(send(form(&[file, kind])).await.0, StatusCode::OK);
    }

    #[rstest]
    #[case::no_file(&[part("name=\"type\"", b"photo")], "/file", "missing")]
    #[case::no_type(&[part("name=\"file\"", b"1")], "/type", "missing")]
    #[case::two_files(&[part("name=\"file\"", b"1"), part("name=\"file\"", b"2")], "/file", "repeated")]
    #[case::other(&[part("name=\"file\"", b"1"), part("name=\"type\"", b"photo"), part("name=\"colour\"", b"red")], "/colour", "unknown_field")]
    #[case::null(&[part("name=\"file\"", b"1"), part("name=\"type\"", b"pho\0to")], "/type", "null_character")]
    #[case::not_text(&[part("name=\"file\"", b"1"), part("name=\"type\"", b"\xff\xfe")], "/type", "invalid")]
    #[case::long(&[part("name=\"file\"", b"1"), part("name=\"type\"", &[b'a'; 2000])], "/type", "too_long")]
    #[actix_web::test]
    async fn a_form_has_what_it_must_and_no_more(#[case] parts: &[Vec<u8>], #[case] place: &str, #[case] code: &str) {
        let (status, body) = send(form(parts)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let problem: serde_json::Value = serde_json::from_str(&body).expect("a problem");
        assert_eq!(problem["errors"][0]["pointer"], place);
        assert_eq!(problem["errors"][0]["code"], code);
    }

    #[actix_web::test]
    async fn what_is_no_form_is_malformed() {
        assert_eq!(send(b"nothing".to_vec()).await.0, StatusCode::BAD_REQUEST);
        let cut = part("name=\"file\"", b"123");
        assert_eq!(send(cut[..cut.len() - 2].to_vec()).await.0, StatusCode::BAD_REQUEST);
    }

    #[actix_web::test]
    async fn a_file_has_a_limit() {
        let large = part("name=\"file\"", &vec![b'a'; most_bytes() + 1]);
        assert_eq!(send(form(&[large])).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn names_lose_what_could_deceive() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\Photos\\moi.jpg"), "moi.jpg");
        assert_eq!(plain_name("x\u{202e}gpj.exe\r\n"), "xgpj.exe");
        assert_eq!(plain_name(&"é".repeat(300)).chars().count(), 255);
    }
}
