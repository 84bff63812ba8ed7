//! `Upload`: a multipart form of text fields and one file. The file goes to disk as it comes; nobody sends one who is
//! not known, and not many do so at once.

use std::collections::BTreeMap;
use std::future::Future;
use std::num::NonZeroUsize;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use domain::rules::documents::MOST_BYTES;
use futures::future::LocalBoxFuture;
use integrations::files::Spool;
use serde_json::Value;
use uuid::Uuid;

use self::form::{Form, boundary};
use self::receiving::receive;
use self::slots::{Slot, Slots};
use super::fingerprint::Fingerprint;
use super::json::{self, Nulls};
use super::pace;
use crate::http::problem::{Code, Fault, InputFault, Problem};

mod form;
mod receiving;
mod slots;
#[cfg(test)]
mod tests;

pub use receiving::ReceivedFile;

/// Bytes that the form may have around its file: boundaries, headers, text fields.
const AROUND: usize = 64 * 1024;
/// Bytes of a text field.
const TEXT: usize = 1024;
/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 255;
/// The name of the field that holds the file.
const FILE: &str = "file";

/// Somebody who may upload.
pub trait Uploader: FromRequest<Error = Problem> + 'static {
    /// Whose uploads are counted together.
    fn id(&self) -> Uuid;
}

/// Where uploads arrive, and how many at once.
#[derive(Debug)]
pub struct Uploads {
    spool: Spool,
    slots: Slots,
}

impl Uploads {
    /// Into this folder, so many in the process and so many of one sender.
    pub fn new(spool: Spool, at_once: NonZeroUsize, of_each: NonZeroUsize) -> Self {
        Self {
            spool,
            slots: Slots::new(at_once, of_each),
        }
    }

    /// The folder, for what is written there before it is stored.
    pub fn spool(&self) -> Spool {
        self.spool.clone()
    }
}

/// A form as it came from somebody who may send it: `file`, and whatever text stood beside it. As the first argument of
/// a handler, it refuses a stranger before a byte of theirs is read.
#[derive(Debug)]
pub struct Upload<A> {
    /// Who sent it.
    pub by: A,
    /// The file.
    pub file: ReceivedFile,
    fields: BTreeMap<String, String>,
    /// Until the file is where it belongs.
    _slot: Slot,
}

impl<A> Upload<A> {
    /// The one text field that the form must have, and no other.
    pub fn only_field(&self, name: &str) -> Result<&str, Problem> {
        let faults: Vec<_> = self
            .fields
            .keys()
            .filter(|known| *known != name)
            .map(|unknown| Fault::at(format!("/{unknown}"), InputFault::Unexpected))
            .collect();
        match self.fields.get(name) {
            Some(text) if faults.is_empty() => Ok(text),
            Some(_) => Err(Problem::invalid(faults)),
            None => Err(Problem::invalid(faults).fault(Fault::at(format!("/{name}"), InputFault::Missing))),
        }
    }

    fn fingerprint(&self) -> Fingerprint {
        let name = self.file.name.as_deref().unwrap_or_default();
        let mut parts = vec![name.as_bytes(), &self.file.spooled.sha256];
        for (name, text) in &self.fields {
            parts.extend([name.as_bytes(), text.as_bytes()]);
        }
        Fingerprint::of_file("multipart/form-data", &parts)
    }
}

impl<A: Uploader> FromRequest for Upload<A> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let by = A::from_request(request, &mut Payload::None);
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let upload = read(&request, by, payload).await?;
            request.extensions_mut().insert(upload.fingerprint());
            Ok(upload)
        })
    }
}

/// Who, then what the headers show, then a turn: only then the body.
async fn read<A: Uploader>(
    request: &HttpRequest,
    by: impl Future<Output = Result<A, Problem>>,
    payload: Payload,
) -> Result<Upload<A>, Problem> {
    let by = by.await?;
    check_headers(request.headers(), &request.content_type().to_ascii_lowercase())?;
    let boundary = boundary(request)?;
    let uploads = request
        .app_data::<Data<Uploads>>()
        .ok_or_else(|| Problem::internal("uploads without their app data"))?;
    let slot = uploads.slots.take(by.id()).await?;
    let form = Form::new(&boundary, payload, most_bytes() + AROUND);
    let (file, fields) = fields(form, &uploads.spool).await?;
    Ok(Upload {
        by,
        file,
        fields,
        _slot: slot,
    })
}

/// Refuses what the headers alone show to be of the wrong type, or too large.
fn check_headers(headers: &HeaderMap, essence: &str) -> Result<(), Problem> {
    if essence != "multipart/form-data" {
        return Err(Problem::new(Code::UnsupportedMediaType)
            .because(
                "Attendu : Content-Type: multipart/form-data.",
                "Expected: Content-Type: multipart/form-data.",
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

async fn fields(mut form: Form, spool: &Spool) -> Result<(ReceivedFile, BTreeMap<String, String>), Problem> {
    let mut file = None;
    let mut fields = BTreeMap::new();
    while let Some(part) = form.next_part().await? {
        let name = part.name;
        let known = (name == FILE && file.is_some()) || fields.contains_key(&name);
        if known {
            return Err(Problem::at(format!("/{name}"), InputFault::Repeated));
        }
        if name == FILE {
            let sent_as = part.file_name.map(|name| plain_name(&name));
            let sent_as = sent_as.filter(|name| !name.is_empty());
            file = Some(receive(&mut form, spool.clone(), sent_as).await?);
        } else {
            let is_json = part.is_json;
            let text = text(&mut form, &name).await?;
            let text = if is_json { unquoted(&name, &text)? } else { text };
            fields.insert(name, text);
        }
    }
    let file = file.ok_or_else(|| Problem::at(format!("/{FILE}"), InputFault::Missing))?;
    Ok((file, fields))
}

async fn text(form: &mut Form, name: &str) -> Result<String, Problem> {
    let refused = |code| Problem::at(format!("/{name}"), code);
    let mut bytes = Vec::new();
    while let Some(piece) = form.next_piece().await? {
        if bytes.len() + piece.len() > TEXT {
            let fault = Fault::at(format!("/{name}"), InputFault::TooLong).with("max", &TEXT.to_string());
            return Err(Problem::invalid([fault]));
        }
        bytes.extend_from_slice(&piece);
    }
    let text = String::from_utf8(bytes).map_err(|_| refused(InputFault::Invalid))?;
    if text.contains('\0') {
        return Err(refused(InputFault::NullCharacter));
    }
    Ok(text)
}

/// The text that a part holds as JSON (`"photo"` in quotes): some clients send every part but files so.
fn unquoted(name: &str, text: &str) -> Result<String, Problem> {
    if let Value::String(text) = json::parse(text.as_bytes(), Nulls::Refused)?.without_faults()? {
        return Ok(text);
    }
    let fault = Fault::at(format!("/{name}"), InputFault::WrongType).with("expected", "\"…\"");
    Err(Problem::invalid([fault]))
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

/// Why a form could not be read to its end.
#[derive(Debug)]
enum Broken {
    /// It is none, or not all of it came.
    Malformed(&'static str),
    TooManyParts(usize),
    TooLarge,
    TooSlow,
    /// The connection.
    Off(PayloadError),
}

impl From<Broken> for Problem {
    fn from(broken: Broken) -> Self {
        let malformed = Self::new(Code::MalformedRequest);
        match broken {
            Broken::TooLarge => too_large(),
            Broken::TooSlow => pace::too_slow(),
            Broken::TooManyParts(most) => malformed.because(
                format!("Le formulaire a plus de {most} champs."),
                format!("The form has more than {most} fields."),
            ),
            Broken::Malformed(why) => {
                tracing::debug!(why, "what was sent is no form");
                malformed.because(NO_FORM.0, NO_FORM.1)
            }
            Broken::Off(error) => {
                tracing::debug!(%error, "a form broke off");
                malformed.because(NO_FORM.0, NO_FORM.1)
            }
        }
    }
}

const NO_FORM: (&str, &str) = (
    "Le formulaire (multipart/form-data) est incomplet ou mal formé.",
    "The form (multipart/form-data) is incomplete or malformed.",
);
