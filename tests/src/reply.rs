//! What the hub answers, and what must be true of every answer.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::reading::Reading as _;

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Reply {
    label: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    pub(crate) async fn read(label: String, response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response
            .bytes()
            .await
            .unwrap_or_else(|error| panic!("{label}: the answer broke off: {error:?}"))
            .to_vec();
        Self {
            label,
            status,
            headers,
            body,
        }
    }

    /// Whatever was asked: no fault of ours, every refusal of the API is a problem, every answer carries an id.
    #[track_caller]
    pub(crate) fn check_manners(&self) {
        assert!(self.status < 500, "a fault of the server: {self}");
        assert!(
            self.header("x-request-id").is_some(),
            "an answer without request id: {self}"
        );
        self.check_caching();
        if self.status >= 400 && self.label.contains(" /v1/") {
            let media_type = self.header("content-type").unwrap_or_default();
            assert!(
                media_type.starts_with("application/problem+json"),
                "a refusal that is no problem: {self}"
            );
            let problem = self.json();
            assert_eq!(problem["status"], self.status, "{self}");
            for member in ["type", "title", "code", "request_id"] {
                assert!(problem[member].is_string(), "a problem without {member}: {self}");
            }
        }
    }

    /// Every fault of a document that was `sent` points to something in it, or says what is missing there.
    #[track_caller]
    pub(crate) fn check_pointers(&self, sent: &Value) {
        if self.status != 422 {
            return;
        }
        for fault in self.json()["errors"].as_array().into_iter().flatten() {
            let Some(pointer) = fault["pointer"].as_str().filter(|pointer| !pointer.ends_with('…')) else {
                continue;
            };
            let is_there = sent.pointer(pointer).is_some();
            assert!(
                is_there || fault["code"] == "missing",
                "{pointer} is nowhere in {sent}: {self}"
            );
        }
    }

    /// Every answer of the API says who may keep it, by the table.
    #[track_caller]
    pub fn check_caching(&self) {
        let Some((method, path)) = self.label.split_once(' ') else {
            return;
        };
        let is_page = self
            .header("content-type")
            .is_some_and(|media_type| media_type.starts_with("text/html"));
        if path.starts_with("/v1/") && !is_page {
            let rule = crate::caching::rule(method, path, self.status);
            assert_eq!(self.header("cache-control"), Some(rule), "{self}");
        }
    }

    /// The answer, if it has this status.
    #[expect(
        clippy::return_self_not_must_use,
        reason = "often the status is all that is asked for"
    )]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// The JSON of a 200.
    #[track_caller]
    pub fn ok(self) -> Value {
        self.expect(200).json()
    }

    /// The JSON of a 201, which says where what was made is to be found.
    #[track_caller]
    pub fn created(self) -> Value {
        let reply = self.expect(201);
        assert!(reply.header("location").is_some(), "made, but where? {reply}");
        reply.json()
    }

    /// The JSON of a 202.
    #[track_caller]
    pub fn accepted(self) -> Value {
        self.expect(202).json()
    }

    /// A 204, which says nothing.
    #[track_caller]
    pub fn no_content(self) {
        let reply = self.expect(204);
        assert!(reply.body.is_empty(), "{reply}");
    }

    /// The problem of a refusal.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        let problem = self.expect(status).json();
        assert_eq!(problem["code"], code, "{problem:#}");
        problem
    }

    /// 401.
    #[track_caller]
    pub fn unauthenticated(self) -> Value {
        self.refused(401, "unauthenticated")
    }

    /// 403.
    #[track_caller]
    pub fn forbidden(self) -> Value {
        self.refused(403, "forbidden")
    }

    /// 404: nothing there, or nothing of yours.
    #[track_caller]
    pub fn not_found(self) -> Value {
        self.refused(404, "not_found")
    }
    /// 404: a one-time link that does not work, or not any more.
    #[track_caller]
    pub fn link_not_valid(self) -> Value {
        self.refused(404, "link_not_valid")
    }

    /// 409: this stage does not allow it.
    #[track_caller]
    pub fn not_possible(self) -> Value {
        self.refused(409, "not_possible_in_stage")
    }

    /// 422 with exactly these places and codes, in any order.
    #[track_caller]
    pub fn invalid(self, expected: &[(&str, &str)]) -> Value {
        let problem = self.refused(422, "invalid");
        let mut found: Vec<(String, String)> = problem
            .list("/errors")
            .iter()
            .map(|error| {
                let place = error.get("pointer").or(error.get("parameter"));
                let place = place.and_then(Value::as_str).expect("a place");
                assert!(!error.text("/message").is_empty(), "{problem:#}");
                (place.to_owned(), error.text("/code"))
            })
            .collect();
        let mut expected: Vec<(String, String)> = expected
            .iter()
            .map(|(place, code)| ((*place).to_owned(), (*code).to_owned()))
            .collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{problem:#}");
        problem
    }
    /// 422 with this place and code among what is told.
    #[track_caller]
    pub fn invalid_at(self, place: &str, code: &str) -> Value {
        let problem = self.refused(422, "invalid");
        let is_named = problem.list("/errors").iter().any(|error| {
            let found = error.get("pointer").or(error.get("parameter"));
            found.is_some_and(|found| found == place) && error["code"] == code
        });
        assert!(is_named, "{place} {code}: {problem:#}");
        problem
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {self}"))
    }

    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_else(|error| panic!("no text ({error}): {self}"))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The SHA-256 of the body, as `Repr-Digest` writes it.
    pub fn sha256(&self) -> String {
        sha256(&self.body)
    }

    /// The tag of this state of the resource.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag")
            .unwrap_or_else(|| panic!("no ETag: {self}"))
            .to_owned()
    }
}

impl std::fmt::Display for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        let shown: String = body.chars().take(2_000).collect();
        write!(f, "{} → {}\n{shown}", self.label, self.status)
    }
}

/// The SHA-256 of some bytes, as `Repr-Digest` writes it.
pub fn sha256(bytes: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(digest(&SHA256, bytes)))
}
