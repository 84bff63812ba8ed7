//! Other ways of doing what a page is for: links that lead elsewhere, and a passkey.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::section::Link;

/// Links under a heading, and a passkey.
#[derive(Debug, Serialize)]
pub(super) struct Ways {
    heading: &'static str,
    links: Vec<Link>,
    passkey: Option<Passkey>,
}

/// What shows a passkey: a form that its script shows and fills in, where the browser can.
#[derive(Debug, Serialize)]
pub(super) struct Passkey {
    /// What its button says.
    pub label: &'static str,
    /// What is said where nothing came of it.
    pub failed: &'static str,
    /// The domain for which passkeys are made.
    pub domain: String,
    /// The names under which the form says where it comes from, and carries the authenticator's answer.
    pub fields: [&'static str; 2],
    /// What says where the form comes from.
    pub seal: String,
    script: &'static Script,
}

/// A script of the hub's own, in the page.
#[derive(Debug, Serialize)]
pub(super) struct Script {
    text: &'static str,
    /// Its SHA-256 in base64, by which a Content Security Policy lets it run, and no other.
    pub hash: String,
}

static PASSKEY: LazyLock<Script> = LazyLock::new(|| {
    let text = include_str!("passkey.js");
    Script {
        text,
        hash: STANDARD.encode(digest(&SHA256, text.as_bytes())),
    }
});

impl Ways {
    /// Links under a heading.
    pub fn new(heading: &'static str, links: Vec<Link>) -> Self {
        Self {
            heading,
            links,
            passkey: None,
        }
    }

    /// The same with a passkey.
    pub fn with_passkey(mut self, passkey: Option<Passkey>) -> Self {
        self.passkey = passkey;
        self
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty() && self.passkey.is_none()
    }

    /// The script that they need.
    pub fn script(&self) -> Option<&Script> {
        self.passkey.as_ref().map(|passkey| passkey.script)
    }
}

impl Passkey {
    /// A passkey for a domain, whose form comes from a page that was opened here.
    pub fn new(domain: String, fields: [&'static str; 2], seal: String) -> Self {
        Self {
            label: "",
            failed: "",
            domain,
            fields,
            seal,
            script: &PASSKEY,
        }
    }

    pub fn saying(mut self, label: &'static str, failed: &'static str) -> Self {
        (self.label, self.failed) = (label, failed);
        self
    }
}
