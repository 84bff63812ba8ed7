//! Versions in headers: `ETag` going out, `If-Match` and `If-None-Match` coming in.
//!
//! Actix's `EntityTag` compares tags as a whole; here the version decides and the hash only refines, and a tag that a
//! compression has lengthened (`-gzip`) is still that tag.

use std::fmt;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest};
use aws_lc_rs::digest::{SHA256, digest};
use persistence::digest::hexadecimal;

use crate::http::problem::{Code, Problem};

/// The encodings a tag may end with (see the compression middleware).
const ENCODINGS: &[&str] = &["-gzip", "-br", "-zstd", "-deflate"];

/// One state of one resource: its version, and a hash of its uncompressed body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    version: i32,
    hash: String,
}

impl Tag {
    /// The tag of a body at a version.
    pub fn of(version: i32, body: &[u8]) -> Self {
        let hash = hexadecimal(&digest(&SHA256, body).as_ref()[..12]);
        Self { version, hash }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}-{}\"", self.version, self.hash)
    }
}

/// What a precondition header holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tags {
    /// `*`
    Any,
    /// The opaque parts, of weak ones as well.
    These(Vec<String>),
}

impl Tags {
    fn of(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Self>, Problem> {
        let mut lines = Vec::new();
        for value in headers.get_all(name) {
            lines.push(value.to_str().map_err(|_| malformed(name))?);
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let text = lines.join(",");
        if text.trim() == "*" {
            return Ok(Some(Self::Any));
        }
        parse_list(&text)
            .map(|tags| Some(Self::These(tags)))
            .ok_or_else(|| malformed(name))
    }
}

/// A list of entity tags; `None` where it is none.
fn parse_list(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim();
    let mut tags = Vec::new();
    while !rest.is_empty() {
        let quoted = rest.strip_prefix("W/").unwrap_or(rest);
        let (opaque, after) = quoted.strip_prefix('"')?.split_once('"')?;
        tags.push(without_encoding(opaque).to_owned());
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(next) => next.trim_start_matches([',', ' ', '\t']),
            None if rest.is_empty() => rest,
            None => return None,
        };
    }
    (!tags.is_empty()).then_some(tags)
}

fn without_encoding(opaque: &str) -> &str {
    ENCODINGS
        .iter()
        .find_map(|suffix| opaque.strip_suffix(suffix))
        .unwrap_or(opaque)
}

fn malformed(name: &HeaderName) -> Problem {
    Problem::new(Code::MalformedRequest).because(
        format!("L’en-tête {name} contient « * » ou des ETag entre guillemets, comme « \"3-9f2c…\" »."),
        format!("The {name} header holds `*` or entity tags in quotes, such as `\"3-9f2c…\"`."),
    )
}

/// Whether this GET's caller already has what we would send: the matching tag as they wrote it, for the 304.
pub(super) fn already_held(headers: &HeaderMap, tag: &Tag) -> Option<String> {
    let ours = tag.to_string();
    let held = headers
        .get_all(IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    if held.trim() == "*" {
        return Some(ours);
    }
    // A header that cannot be read is no reason to refuse a reading.
    parse_list(&held)?
        .iter()
        .any(|opaque| format!("\"{opaque}\"") == ours)
        .then_some(ours)
}

/// `If-Match` (and `If-None-Match` on writes), compared by version: two bodies of one version differ only in
/// their labels' language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IfMatch {
    wanted: Option<Tags>,
    unwanted: Option<Tags>,
}

impl IfMatch {
    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        Ok(Self {
            wanted: Tags::of(headers, &IF_MATCH)?,
            unwanted: Tags::of(headers, &IF_NONE_MATCH)?,
        })
    }

    /// Whether the caller's preconditions hold for something at this version.
    pub fn holds(&self, version: i32) -> bool {
        let is_version = |opaque: &str| opaque.split('-').next() == Some(version.to_string().as_str());
        let wanted = match &self.wanted {
            None | Some(Tags::Any) => true,
            // RFC 9110 would have a weak tag match nothing. But proxies that compress weaken the tags they pass on, and
            // the version is what decides: it is as strong as ever.
            Some(Tags::These(tags)) => tags.iter().any(|opaque| is_version(opaque)),
        };
        let unwanted = match &self.unwanted {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::These(tags)) => tags.iter().any(|opaque| is_version(opaque)),
        };
        wanted && !unwanted
    }
}

impl IfMatch {
    /// Stops where the caller's preconditions do not hold: 412.
    pub fn require(&self, version: i32) -> Result<(), Problem> {
        if self.holds(version) {
            Ok(())
        } else {
            Err(Problem::new(Code::Stale))
        }
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request.headers()))
    }
}

/// `If-Match` where it must be present: 428 without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredIfMatch(pub IfMatch);

impl FromRequest for RequiredIfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(IfMatch::of(request.headers()).and_then(|if_match| {
            if if_match.wanted.is_some() {
                Ok(Self(if_match))
            } else {
                Err(Problem::new(Code::PreconditionRequired))
            }
        }))
    }
}

/// `If-Match`, for the `params(…)` of an operation.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchParameter {
    /// The `ETag` that was read. Answered with 412 where the version it names is no longer the current one.
    #[param(rename = "If-Match", example = "\"3-9f2c51aa0de17b6c4e55d0a2\"", nullable = false)]
    pub if_match: Option<String>,
}

/// `If-Match` where it must be present, for the `params(…)` of an operation.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct RequiredIfMatchParameter {
    /// The `ETag` that was read, which is required here (428 without it). Answered with 412 where the version it names
    /// is no longer the current one.
    #[param(rename = "If-Match", example = "\"3-9f2c51aa0de17b6c4e55d0a2\"")]
    pub if_match: String,
}
