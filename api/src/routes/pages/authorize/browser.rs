//! The browser in which a page was opened: it keeps a secret for the page's form, so that no other page can send it.
//!
//! The secret signs nobody in, and is worth nothing beyond these forms.

use actix_web::http::header::{COOKIE, HeaderValue, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use persistence::Token;
use persistence::frontends::authorizing::Browser;

use crate::http::ClientAddress;
use crate::hub::Hub;
use crate::routes::sign_in::sign_in_with_password::user_agent;

/// How long a browser keeps it, in seconds: as long as somebody may look for their password.
const SECONDS: i64 = 3_600;

/// What a browser keeps.
pub(super) struct Kept(Token);

impl Kept {
    /// What this one kept, if it did.
    pub(super) fn of(request: &HttpRequest, hub: &Hub) -> Option<Self> {
        let name = name(hub);
        let headers = request.headers().get_all(COOKIE);
        let cookies = headers
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'));
        let mut own = cookies
            .filter_map(|cookie| cookie.trim().split_once('='))
            .filter(|(known, _)| *known == name);
        // Of two nobody knows which one is the hub's.
        match (own.next(), own.next()) {
            (Some((_, value)), None) => Token::parse(value).map(Self),
            _ => None,
        }
    }

    /// What this one kept, if it did, and if what was sent comes from a page that was opened in it.
    pub(super) fn sealed(request: &HttpRequest, hub: &Hub, seal: Option<&str>) -> Option<Self> {
        Self::of(request, hub).filter(|kept| seal == Some(kept.seal().as_str()))
    }

    /// Something for it to keep.
    pub(super) fn fresh(hub: &Hub) -> Self {
        Self(hub.store.ids().token())
    }

    /// What the form says to come from this browser: it tells nothing of the secret.
    pub(super) fn seal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.digest())
    }

    /// Where somebody signs in.
    pub(super) fn browser(&self, request: &HttpRequest, from: ClientAddress) -> Browser {
        Browser {
            secret: self.0.clone(),
            network: from.network(),
            user_agent: user_agent(request),
        }
    }

    /// The secret itself.
    pub(super) fn secret(&self) -> Token {
        self.0.clone()
    }

    /// The answer, which has the browser keep it. It comes back from this site's pages and from links to it, and from no
    /// other site's forms.
    pub(super) fn remembered(&self, mut answer: HttpResponse, hub: &Hub) -> HttpResponse {
        let secure = if is_encrypted(hub) { "; Secure" } else { "" };
        let cookie = format!(
            "{}={}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite=Lax{secure}",
            name(hub),
            self.0.text()
        );
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            answer.headers_mut().append(SET_COOKIE, cookie);
        }
        answer
    }
}

/// With the prefix, no neighbouring site can set it (RFC 6265bis, 4.1.3.2); a sandbox is not encrypted.
fn name(hub: &Hub) -> &'static str {
    if is_encrypted(hub) {
        "__Host-cqc-hub-page"
    } else {
        "cqc-hub-page"
    }
}

fn is_encrypted(hub: &Hub) -> bool {
    hub.settings.public_url.scheme() == "https"
}
