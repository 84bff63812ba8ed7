//! A frontend that leads people to the hub's own pages, and the browser in which they fill them in.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::client::{Client, Request};
use crate::hub::Hub;
use crate::people::Person;
use crate::reading::Reading as _;
use crate::reply::Reply;

/// Where people come back to.
pub const THERE: &str = "https://app.example.org/callback";

/// A frontend that is registered.
#[derive(Debug, Clone)]
pub struct Frontend {
    /// Its `client_id`.
    pub client_id: String,
    /// The address that it names.
    pub redirect_uri: String,
    /// What it keeps from the request to the exchange.
    pub verifier: String,
}

/// A browser that was led to the hub, and what it keeps.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The page's address.
    pub address: String,
    cookie: String,
    /// The page that it shows.
    pub page: Reply,
}

impl Frontend {
    /// Somebody else's, with these scopes.
    pub async fn register(hub: &Hub, scopes: &[&str]) -> Self {
        let body = json!({
            "name": "TransPlanning", "party": "third_party", "redirect_uris": [THERE],
            "origins": ["https://app.example.org"], "scopes": scopes,
        });
        Self::register_as(hub, body).await
    }

    /// Any.
    pub async fn register_as(hub: &Hub, body: Value) -> Self {
        let redirect_uri = body.text("/redirect_uris/0");
        let registered = hub.supervisor().await.post("/v1/back-office/oauth-clients", body).await;
        Self {
            client_id: registered.created().id(),
            redirect_uri,
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned(),
        }
    }

    /// The sandbox's portal, which may do everything. Any program could listen at its address: people are asked.
    pub fn portal() -> Self {
        Self {
            client_id: "0197a3a0-7777-7000-8000-000000000001".to_owned(),
            redirect_uri: "http://127.0.0.1:8080/signed-in".to_owned(),
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned(),
        }
    }

    /// What a supervisor gives its operator's system to sign in by: id and secret.
    pub async fn credentials(&self, hub: &Hub) -> (String, String) {
        let path = format!("/v1/back-office/oauth-clients/{}/credentials", self.client_id);
        let given = hub.supervisor().await.do_post(&path).await.created();
        (given.text("/client_id"), given.text("/client_secret"))
    }

    /// What a good request asks, with others in the place of some parameters; an empty one is left out.
    pub fn request(&self, others: &[(&str, &str)]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_bytes()));
        let usual = [
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("response_type", "code"),
            ("state", "of mine"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual
            .iter()
            .filter(|(name, _)| others.iter().all(|(other, _)| other != name));
        let all = kept.chain(others).filter(|(_, value)| !value.is_empty());
        let mut url = reqwest::Url::parse("http://hub.example/oauth/authorize").expect("a URL");
        url.query_pairs_mut().extend_pairs(all);
        format!("/oauth/authorize?{}", url.query().unwrap_or_default())
    }

    /// Leads a browser to the hub.
    pub async fn lead(&self, hub: &Hub, others: &[(&str, &str)]) -> Browser {
        Browser::open(hub.anyone(), &self.request(others)).await
    }

    /// Somebody signs in and agrees: the code.
    pub async fn code(&self, hub: &Hub, person: &Person, scope: &str) -> String {
        let browser = self.lead(hub, &[("scope", scope)]).await;
        let asked = browser.sign_in(hub.anyone(), &person.email, &person.password).await;
        let back = asked.decide(hub.anyone(), "agree").await;
        parameter(&back.page, "code").expect("a code")
    }

    /// Exchanges a code, with others in the place of some parameters.
    pub async fn exchange(&self, hub: &Hub, code: &str, others: &[(&str, &str)]) -> Reply {
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", self.verifier.as_str()),
            ("code", code),
        ];
        let kept = usual
            .iter()
            .filter(|(name, _)| others.iter().all(|(other, _)| other != name));
        let form: Vec<_> = kept.chain(others).copied().collect();
        hub.anyone().do_post("/oauth/token").form(&form).await
    }

    /// Renews its tokens.
    pub async fn renew(&self, hub: &Hub, refresh_token: &str, scope: &str) -> Reply {
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", self.client_id.as_str()),
            ("refresh_token", refresh_token),
            ("scope", scope),
        ];
        hub.anyone().do_post("/oauth/token").form(&form).await
    }

    /// The tokens with which it acts for somebody.
    pub async fn tokens(&self, hub: &Hub, person: &Person, scope: &str) -> Value {
        let code = self.code(hub, person, scope).await;
        self.exchange(hub, &code, &[]).await.ok()
    }

    /// Itself, acting for somebody.
    pub async fn authorised(&self, hub: &Hub, person: &Person, scope: &str) -> Client {
        let tokens = self.tokens(hub, person, scope).await;
        hub.anyone().bearing(&tokens.text("/access_token"))
    }
}

impl Browser {
    /// Opens a page.
    pub async fn open(anyone: &Client, address: &str) -> Self {
        let page = anyone.get(address).await;
        let set = page.header("set-cookie").unwrap_or_default();
        Self {
            address: address.to_owned(),
            cookie: set.split(';').next().unwrap_or_default().to_owned(),
            page,
        }
    }

    /// What the page would send along.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let before = format!("name=\"{name}\" value=\"");
        let after = self.page.text().split_once(&before).map(|(_, after)| after);
        let value = after.and_then(|after| after.split('"').next());
        value.unwrap_or_else(|| panic!("no {name} in {}", self.page)).to_owned()
    }

    /// Where a link of the page leads, by the beginning of its label.
    #[track_caller]
    pub fn link(&self, label: &str) -> String {
        let text = self.page.text();
        let before = text.split_once(&format!("\">{label}")).map(|(before, _)| before);
        let address = before.and_then(|before| before.rsplit_once("href=\""));
        let (_, address) = address.unwrap_or_else(|| panic!("no link {label} in {}", self.page));
        address.replace("&amp;", "&").replace("&#x2f;", "/")
    }

    /// Goes on to another page, in the same browser.
    pub async fn follow(&self, anyone: &Client, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            page: self.ask(anyone, address).await,
            ..self.clone()
        }
    }

    /// Asks for another page, with what the browser keeps.
    pub fn ask(&self, anyone: &Client, address: &str) -> Request {
        anyone.get(address).with("cookie", &self.cookie)
    }

    /// Sends a form from this browser.
    pub async fn send(&self, anyone: &Client, fields: &[(&str, &str)]) -> Self {
        let sent = anyone.do_post(&self.address).with("cookie", &self.cookie).form(fields);
        Self {
            page: sent.await,
            ..self.clone()
        }
    }

    /// «Se connecter».
    pub async fn sign_in(&self, anyone: &Client, email: &str, password: &str) -> Self {
        let seal = self.hidden("seal");
        self.send(anyone, &[("seal", &seal), ("email", email), ("password", password)])
            .await
    }

    /// «Autoriser», «Refuser».
    pub async fn decide(&self, anyone: &Client, decision: &str) -> Self {
        let (seal, ticket) = (self.hidden("seal"), self.hidden("ticket"));
        self.send(anyone, &[("seal", &seal), ("ticket", &ticket), ("decision", decision)])
            .await
    }
}

/// A parameter of the address to which a browser is led.
pub fn parameter(reply: &Reply, name: &str) -> Option<String> {
    let address = reqwest::Url::parse(reply.header("location")?).ok()?;
    let mut pairs = address.query_pairs();
    pairs
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}
