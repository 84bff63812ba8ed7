//! Calling the endpoints of partners: signed after Standard Webhooks, at addresses that they chose themselves.
//!
//! What could go wrong, and what stands in the way:
//!
//! - **An address leads to what stands beside the hub**: only `https`, and only addresses of the public internet are
//!   called (`domain::webhook::address`), looked at after the name was resolved, by the very resolver whose answer is
//!   connected to; so that a name that leads elsewhere a moment later gains nothing. No proxy of the environment, no
//!   redirect.
//! - **An endpoint does not stop answering**: little of an answer is read, in little time, and nothing of it is kept
//!   but its status.
//! - **An endpoint is slow**: few calls to one are under way at once, and its messages make room for others'.

mod resolver;
pub mod signature;

use std::error::Error as _;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::webhook::address::is_public;
use persistence::time::SystemClock;
use persistence::webhooks::attempts::Called;
use persistence::webhooks::deliveries::Outgoing;
use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use url::{Host, Url};

use crate::http::{self, trouble};
use resolver::{NotPublic, PublicOnly};

/// How long an endpoint may take to answer.
const EXCHANGE: Duration = Duration::from_secs(20);
/// How long the rest of an answer is waited for, of which nothing is kept.
const REST_OF_ANSWER: Duration = Duration::from_secs(5);
/// How many bytes of an answer are read at most.
const MOST_BYTES: usize = 64 * 1024;

/// Calls endpoints.
#[derive(Debug, Clone)]
pub struct Caller {
    http: reqwest::Client,
    clock: SystemClock,
    anywhere: bool,
}

impl Caller {
    /// One that calls the public internet; with `anywhere`, in the sandbox, also what stands on the same machine.
    pub fn new(clock: SystemClock, anywhere: bool) -> reqwest::Result<Self> {
        Ok(Self {
            http: http::client_resolving_by(PublicOnly { anywhere })?,
            clock,
            anywhere,
        })
    }

    /// Sends a delivery, and says what came of it.
    pub(crate) async fn call(&self, outgoing: &Outgoing) -> Called {
        let at = self.clock.now();
        let began = tokio::time::Instant::now();
        let answer = self.send(outgoing, at).await;
        let duration_ms = i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX);
        let called = Called {
            at,
            duration_ms,
            status: None,
            error: None,
            retry_after: None,
        };
        match answer {
            Ok((status, retry_after)) => Called {
                status: Some(status),
                retry_after,
                ..called
            },
            Err(why) => Called {
                error: Some(why.to_owned()),
                ..called
            },
        }
    }

    async fn send(&self, outgoing: &Outgoing, at: DateTime<Utc>) -> Result<(u16, Option<TimeDelta>), &'static str> {
        let url = self.checked(&outgoing.endpoint.url)?;
        let body = serde_json::to_vec(&outgoing.event.document()).map_err(|_| "the event cannot be written")?;
        let id = outgoing.event.id.to_string();
        let seconds = at.timestamp();
        let signature =
            signature::of(&outgoing.secrets, &id, seconds, &body).ok_or("nothing signs for this endpoint")?;
        let request = self
            .http
            .post(url)
            .timeout(EXCHANGE)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature)
            .body(body);
        let response = request.send().await.map_err(|error| why(&error))?;
        let answer = (response.status().as_u16(), retry_after(response.headers()));
        // What it says decides; the rest is read so that the connection may serve again, and no longer than that is
        // worth.
        let _ = tokio::time::timeout(REST_OF_ANSWER, read_on(response)).await;
        Ok(answer)
    }

    /// An address that may be called, as far as it says so itself: a name is looked at once it is resolved.
    fn checked(&self, address: &str) -> Result<Url, &'static str> {
        let url = Url::parse(address).map_err(|_| "its address is none")?;
        if may_be_told(&url, self.anywhere) {
            Ok(url)
        } else {
            Err("its address may not be called")
        }
    }
}

/// Whether an address may be that of an endpoint, as far as it says so itself. In the sandbox (`anywhere`) it may be on
/// the same machine, without encryption.
pub fn may_be_told(url: &Url, anywhere: bool) -> bool {
    let is_good_scheme = url.scheme() == "https" || anywhere && url.scheme() == "http";
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let is_good_host = match url.host() {
        Some(Host::Domain(_)) => true,
        Some(Host::Ipv4(address)) => anywhere || is_public(address.into()),
        Some(Host::Ipv6(address)) => anywhere || is_public(address.into()),
        None => false,
    };
    is_good_scheme && is_plain && is_good_host
}

/// Reads an answer that nobody wants.
async fn read_on(mut response: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > MOST_BYTES {
            return;
        }
    }
}

/// How long an endpoint asks to be left alone, where it says so in seconds.
fn retry_after(headers: &HeaderMap) -> Option<TimeDelta> {
    let seconds: u32 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    TimeDelta::try_seconds(i64::from(seconds))
}

/// What went wrong, for the endpoint's owner.
fn why(error: &reqwest::Error) -> &'static str {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<NotPublic>() {
            return "its name leads to no public address";
        }
        cause = inner.source();
    }
    trouble(error)
}

#[cfg(test)]
mod tests {
    use domain::ids::{WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
    use domain::webhook::{Audience, DeliveryStage, EndpointStage, WebhookEvent};
    use persistence::dialect::{AnyId, Stored};
    use persistence::webhooks::deliveries::{DeliveryRecord, EventRecord};
    use persistence::webhooks::endpoints::EndpointRecord;
    use persistence::webhooks::secrets::SigningSecret;
    use uuid::Uuid;

    use super::*;

    fn beginning() -> DateTime<Utc> {
        "2026-11-22T09:00:00Z".parse().expect("an instant")
    }

    /// A test event for an endpoint at this address.
    fn outgoing(url: &str) -> Outgoing {
        let (at, id) = (beginning(), Uuid::nil());
        let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().expect("a key");
        Outgoing {
            delivery: DeliveryRecord {
                id: WebhookDeliveryId(id),
                endpoint_id: WebhookEndpointId(id),
                event_id: WebhookEventId(id),
                stage: DeliveryStage::Waiting,
                replayed: false,
                attempts: 0,
                last_status: None,
                last_error: None,
                created_at: at,
                give_up_at: at,
                settled_at: None,
            },
            event: EventRecord {
                id: WebhookEventId(id),
                event: WebhookEvent::Test,
                subject: None,
                subject_id: AnyId(id),
                stage: None,
                happened_at: at,
                account_id: None,
            },
            endpoint: EndpointRecord {
                id: WebhookEndpointId(id),
                version: 1,
                audience: Audience::Factory,
                centre_id: None,
                url: url.to_owned(),
                description: String::new(),
                events: Stored(vec![WebhookEvent::ProductionOrderQueued]),
                stage: EndpointStage::Active,
                pause_reason: None,
                failures: 0,
                failing_since: None,
                rest_until: None,
                last_delivered_at: None,
                created_at: at,
                updated_at: at,
                frontend_id: None,
            },
            secrets: vec![SigningSecret {
                secret: vec![7; 32],
                pkcs8: pair.to_pkcs8().expect("a key").as_ref().to_vec(),
            }],
        }
    }

    async fn called(url: &str) -> Called {
        let caller = Caller::new(SystemClock::standing_at(beginning()), false).expect("a client");
        caller.call(&outgoing(url)).await
    }

    #[tokio::test]
    async fn nothing_inside_is_called_whatever_its_name() {
        let inside = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = inside.local_addr().expect("an address").port();
        let by_name = called(&format!("https://localhost:{port}/")).await;
        assert_eq!(by_name.error.as_deref(), Some("its name leads to no public address"));
        // What was kept before the rule, or came by another way, is looked at as well.
        for address in [
            format!("https://127.0.0.1:{port}/"),
            format!("http://localhost:{port}/"),
        ] {
            let called = called(&address).await;
            assert_eq!(
                called.error.as_deref(),
                Some("its address may not be called"),
                "{address}"
            );
        }
        let knocked = tokio::time::timeout(Duration::from_millis(50), inside.accept()).await;
        assert!(knocked.is_err(), "nobody knocked");
    }

    fn told(address: &str, anywhere: bool) -> bool {
        may_be_told(&Url::parse(address).expect("an address"), anywhere)
    }

    #[test]
    fn only_what_is_public_and_encrypted_may_be_told() {
        assert!(told("https://systems.abskill.example/hub?for=lyon", false));
        assert!(told("https://1.1.1.1:8443/", false));
        for address in [
            "http://systems.abskill.example/hub",
            "https://127.0.0.1/",
            // The same, as browsers and `url` read it.
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://user:password@abskill.example/",
            "https://abskill.example/#fragment",
            "ftp://abskill.example/",
            "file:///etc/passwd",
        ] {
            assert!(!told(address, false), "{address}");
        }
        assert!(told("http://127.0.0.1:8081/", true));
        assert!(!told("ftp://127.0.0.1/", true));
    }

    #[test]
    fn an_endpoint_may_ask_for_a_rest() {
        let asked = |value: &'static str| {
            let value = reqwest::header::HeaderValue::from_static(value);
            retry_after(&[(RETRY_AFTER, value)].into_iter().collect())
        };
        assert_eq!(asked("120"), Some(TimeDelta::minutes(2)));
        assert_eq!(asked("-1"), None);
        assert_eq!(asked("Sun, 22 Nov 2026 09:00:00 GMT"), None);
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
