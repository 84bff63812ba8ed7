//! The hub on a database of its own, and what handlers get through its doors.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use actix_web::{FromRequest, Responder};
use chrono::TimeDelta;
use domain::actor::Actor;
use persistence::{Author, Error, Tx, hub_state};
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::config::Sources;
use crate::http::{Code, Fingerprint, Problem, Reply};

/// Settings of a hub in a folder of its own.
pub(crate) fn settings(folder: &TempDir, more: &[(&str, &str)]) -> Settings {
    let folder = folder.path().display().to_string();
    let all = [("DATA_DIR", folder.as_str()), ("LISTEN", "127.0.0.1:0")];
    let all = all
        .iter()
        .chain(more)
        .map(|(name, value)| (format!("CQC_HUB_{name}"), (*value).to_owned()));
    Settings::load(&Sources {
        environment: all.collect(),
        ..Sources::default()
    })
    .expect("settings")
}

/// Somebody who is known: what strangers send goes by what they send.
fn author() -> Author {
    Author::of(Actor::System)
}

#[actix_web::test]
async fn a_handlers_problem_undoes_the_transaction() {
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Hub::open(settings(&folder, &[])).await.expect("a hub");
    let day = TimeDelta::days(1);
    let refused = hub
        .write(author(), move |tx| {
            hub_state::keep_clock_ahead(tx, day)?;
            Err::<(), _>(Problem::new(Code::Conflict).into())
        })
        .await;
    assert_eq!(refused.expect_err("refused").code(), Code::Conflict);
    let ahead = hub.read(|db| Ok(hub_state::clock_ahead(db)?)).await.expect("read");
    assert!(ahead.is_zero());

    let missing = hub.write(author(), |_| Err::<(), _>(Error::NotFound.into())).await;
    assert_eq!(missing.expect_err("refused").code(), Code::NotFound);
    let panicked = hub
        .write(author(), |_| -> Result<(), Abort> { panic!("on purpose") })
        .await;
    assert_eq!(panicked.expect_err("refused").code(), Code::Internal);
    hub.close().await;
    let closed = hub.write(author(), |_| Ok(())).await;
    assert_eq!(closed.expect_err("refused").code(), Code::Unavailable);
}

#[actix_web::test]
async fn a_database_keeps_its_profile_and_its_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Hub::open(settings(&folder, &[])).await.expect("a hub");
    let day = TimeDelta::days(1);
    hub.write(author(), move |tx| Ok(hub_state::keep_clock_ahead(tx, day)?))
        .await
        .expect("written");
    hub.close().await;

    let again = Hub::open(settings(&folder, &[])).await.expect("the same hub");
    assert!(again.clock.now() - again.system.now() > TimeDelta::hours(23));
    again.close().await;

    let production = [
        ("PROFILE", "production"),
        ("CONTACT", "contact@hub.example.org"),
        ("POST_ADDRESS", "1 rue de l’Exemple; 75001 Paris"),
        ("PUBLIC_URL", "https://hub.example.org"),
        ("MAIL", "smtp://mail.example.org"),
        ("STRIPE_SECRET_KEY", "sk_live_1"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_1"),
        ("SELLER_NAME", "Centre des cartes"),
        ("SELLER_STREET", "104 avenue du Président Kennedy"),
        ("SELLER_POSTAL_CODE", "75016"),
        ("SELLER_CITY", "Paris"),
        ("SELLER_SIREN", "732829320"),
        ("SECRET", "0123456789abcdef0123456789abcdef"),
    ];
    let refused = Hub::open(settings(&folder, &production)).await.expect_err("refused");
    assert!(
        refused.to_string().contains("belongs to the sandbox profile"),
        "{refused}"
    );
}

/// A request to count one up, with a key and a content.
fn repeatable(key: &str, content: &str) -> Idempotency {
    let request = TestRequest::post()
        .uri("/v1/counts")
        .insert_header(("idempotency-key", key))
        .to_http_request();
    let extracted = Idempotency::from_request(&request, &mut Payload::None)
        .into_inner()
        .expect("a key");
    extracted.of_content(Fingerprint::of_json(&json!(content)))
}

/// Counts one up, or refuses where the count is there already.
async fn count(hub: &Hub, request: Idempotency, at_most: i64) -> Result<(u16, bool, String), Problem> {
    let count = move |tx: &mut Tx<'_>| {
        let counted = hub_state::clock_ahead(tx)?.num_microseconds().unwrap_or_default() + 1;
        hub_state::keep_clock_ahead(tx, TimeDelta::microseconds(counted))?;
        if counted > at_most {
            return Err(Problem::new(Code::Conflict).into());
        }
        Ok(Reply::created("/v1/counts", &counted).version(7))
    };
    let answer = hub.write_once(&request, author(), count).await?;
    let body = String::from_utf8(answer.body().to_vec()).expect("UTF-8");
    let response = answer.respond_to(&TestRequest::post().to_http_request());
    assert_eq!(response.headers().get("location").expect("a location"), "/v1/counts");
    assert!(response.headers().contains_key("etag"));
    Ok((
        response.status().as_u16(),
        response.headers().contains_key("idempotency-replayed"),
        body,
    ))
}

#[actix_web::test]
async fn the_same_request_again_has_no_second_effect() {
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Hub::open(settings(&folder, &[])).await.expect("a hub");
    let first = count(&hub, repeatable("a", "x"), 9).await.expect("counted");
    assert_eq!(first, (201, false, "1".to_owned()));
    let again = count(&hub, repeatable("a", "x"), 9).await.expect("the same");
    assert_eq!(again, (201, true, "1".to_owned()));
    let other = count(&hub, repeatable("a", "y"), 9).await.expect_err("refused");
    assert_eq!(other.code(), Code::IdempotencyKeyReused);

    let refused = count(&hub, repeatable("b", "x"), 1).await.expect_err("refused");
    assert_eq!(refused.code(), Code::Conflict);
    let later = count(&hub, repeatable("b", "x"), 9)
        .await
        .expect("a refusal is not kept");
    assert_eq!(later, (201, false, "2".to_owned()));

    let at_once = futures::future::join_all((0..20).map(|_| count(&hub, repeatable("c", "x"), 9))).await;
    let fresh = at_once
        .iter()
        .filter(|outcome| matches!(outcome, Ok((201, false, _))))
        .count();
    assert_eq!(fresh, 1);
    assert!(
        at_once
            .iter()
            .all(|outcome| matches!(outcome, Ok((201, _, body)) if body == "3"))
    );
    hub.close().await;
}

#[actix_web::test]
async fn what_is_no_success_is_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Hub::open(settings(&folder, &[])).await.expect("a hub");
    let gone = |_: &mut Tx<'_>| Ok(Reply::json(StatusCode::GONE, &()));
    let refused = hub
        .write_once(&repeatable("a", "x"), author(), gone)
        .await
        .expect_err("refused");
    assert_eq!(refused.code(), Code::Internal);
    assert!(count(&hub, repeatable("a", "x"), 9).await.is_ok());
    hub.close().await;
}
