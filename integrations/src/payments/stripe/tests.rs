//! Stripe, as a server plays it that answers like its documentation.

mod double;

use domain::ids::CaseId;
use domain::rules::fees::Currency;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use domain::payment::PaymentOutcome::{
    self, Cancelled, DisputeLost, DisputeOpened, DisputeWon, PartlyRefunded, RefundFailed, Refunded, Succeeded,
};
use double::{Double, Fault};

const PAYMENT: PaymentId = PaymentId(Uuid::from_u128(1));

fn stripe(base: &str) -> Stripe {
    let keys = Keys {
        secret: "sk_test_1".to_owned(),
        webhook_secret: "whsec_1".to_owned(),
        publishable: Some("pk_test_1".to_owned()),
    };
    Stripe::new(crate::http::client().expect("a client"), base, keys)
}

fn wanted() -> ToCollect {
    ToCollect {
        payment: PAYMENT,
        case: CaseId(Uuid::from_u128(2)),
        case_reference: "CQC-2026-7K3M9P".to_owned(),
        amount: 3_000,
        currency: Currency::Eur,
        return_url: "https://www.example.org/demandes".to_owned(),
    }
}

async fn begun(faults: &[Fault]) -> (Double, Stripe) {
    let double = Double::start(faults).await;
    let stripe = stripe(&double.url);
    stripe.create(&wanted()).await.expect("an intent");
    (double, stripe)
}

fn paid() -> Value {
    json!({"status": "succeeded", "amount_received": 3_000, "latest_charge": {"id": "ch_1", "refunded": false}})
}

#[tokio::test]
async fn an_intent_is_made_for_the_payment() {
    let double = Double::start(&[]).await;
    let (standing, next) = stripe(&double.url).create(&wanted()).await.expect("an intent");
    assert_eq!(standing.reference, "pi_1");
    assert_eq!(standing.outcome, None);
    let expected = NextAction::ClientSecret {
        client_secret: "pi_1_secret_x".to_owned(),
        publishable_key: Some("pk_test_1".to_owned()),
    };
    assert_eq!(next, expected);
    let asked = double.asked().remove(0);
    assert_eq!(asked.line, "POST /v1/payment_intents HTTP/1.1");
    assert_eq!(asked.headers["authorization"], "Bearer sk_test_1");
    assert_eq!(asked.headers["idempotency-key"], PAYMENT.to_string());
    assert_eq!(asked.headers["stripe-version"], VERSION);
    assert_eq!(asked.headers["content-type"], "application/x-www-form-urlencoded");
    for (name, value) in [
        ("amount", "3000"),
        ("currency", "eur"),
        ("description", "CQC-2026-7K3M9P"),
        ("metadata[payment_id]", "00000000-0000-0000-0000-000000000001"),
        ("metadata[case_id]", "00000000-0000-0000-0000-000000000002"),
    ] {
        assert_eq!(asked.form[name], value);
    }
}

/// Whatever goes wrong, the next attempt ends with one intent: the driver can be charged once.
#[tokio::test]
async fn no_trouble_makes_a_second_intent() {
    for fault in [
        Fault::Lost,
        Fault::Broken,
        Fault::Silence,
        Fault::Status(500),
        Fault::Status(503),
        Fault::Status(429),
        Fault::Status(409),
        Fault::Status(401),
    ] {
        let double = Double::start(&[fault]).await;
        let mut stripe = stripe(&double.url);
        if matches!(fault, Fault::Silence) {
            stripe.timeout = Duration::from_millis(100);
        }
        let first = stripe.create(&wanted()).await;
        assert!(matches!(first, Err(Failure::Later(_))), "{fault:?}: {first:?}");
        stripe.timeout = TIMEOUT;
        let (standing, _) = stripe.create(&wanted()).await.expect("an intent");
        assert_eq!(standing.reference, "pi_1");
        assert_eq!(double.intents(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn what_stripe_refuses_for_what_it_is_is_final() {
    let double = Double::start(&[]).await;
    let too_small = ToCollect { amount: 1, ..wanted() };
    let refused = stripe(&double.url).create(&too_small).await;
    let message = "Stripe answers 400 (amount_too_small)".to_owned();
    assert_eq!(refused.map(drop), Err(Failure::Never(message)));
}

#[tokio::test]
async fn nobody_there_is_no_answer() {
    let failure = stripe("http://127.0.0.1:1").create(&wanted()).await;
    let message = "Stripe cannot be reached: no connection".to_owned();
    assert_eq!(failure.map(drop), Err(Failure::Later(message)));
}

#[tokio::test]
async fn it_tells_how_a_payment_stands() {
    let (double, stripe) = begun(&[]).await;
    let captured = Some(Succeeded {
        amount: 3_000,
        currency: "eur".to_owned(),
    });
    for (changed, outcome) in [
        (json!({}), None),
        (
            json!({"last_payment_error": {"code": "card_declined", "last4": "0002"}}),
            Some(PaymentOutcome::declined()),
        ),
        (json!({"status": "processing"}), None),
        (json!({"status": "requires_action"}), None),
        (paid(), captured.clone()),
        (json!({"latest_charge": "ch_1"}), captured),
        (
            json!({"latest_charge": {"id": "ch_1", "refunded": true}}),
            Some(Refunded),
        ),
        (json!({"status": "canceled"}), Some(Cancelled)),
    ] {
        double.becomes(&changed);
        let standing = stripe.status("pi_1").await.expect("an answer");
        assert_eq!((standing.reference.as_str(), standing.outcome), ("pi_1", outcome));
    }
    let asked = double.asked().pop().expect("asked");
    assert_eq!(
        asked.line,
        "GET /v1/payment_intents/pi_1?expand%5B%5D=latest_charge HTTP/1.1"
    );
    let unknown = stripe.status("pi_2/../x").await;
    assert!(matches!(unknown, Err(Failure::Never(_))), "{unknown:?}");
}

#[tokio::test]
async fn a_cancellation_that_comes_too_late_tells_that_it_was_paid() {
    let (double, stripe) = begun(&[]).await;
    for _ in 0..2 {
        assert_eq!(stripe.cancel("pi_1").await.expect("an answer").outcome, Some(Cancelled));
    }
    double.becomes(&paid());
    let standing = stripe.cancel("pi_1").await.expect("an answer");
    assert!(matches!(standing.outcome, Some(Succeeded { .. })), "{standing:?}");
}

#[tokio::test]
async fn money_is_given_back_once() {
    let (double, stripe) = begun(&[]).await;
    let too_early = stripe.refund(PAYMENT, "pi_1").await;
    assert!(matches!(too_early, Err(Failure::Never(_))), "{too_early:?}");

    let (double_paid, stripe) = begun(&[]).await;
    double_paid.becomes(&paid());
    for _ in 0..2 {
        assert_eq!(stripe.refund(PAYMENT, "pi_1").await, Ok(Refund::Done));
    }
    // By hand, at Stripe, or with a key that it has forgotten.
    let other = PaymentId(Uuid::from_u128(3));
    assert_eq!(stripe.refund(other, "pi_1").await, Ok(Refund::Done));
    assert_eq!((double_paid.refunds(), double.refunds()), (1, 0));
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_not_made_twice() {
    let double = Double::start(&[]).await;
    let stripe = stripe(&double.url);
    stripe.create(&wanted()).await.expect("an intent");
    double.becomes(&paid());
    double.fails_next(Fault::Lost);
    let lost = stripe.refund(PAYMENT, "pi_1").await;
    assert!(matches!(lost, Err(Failure::Later(_))), "{lost:?}");
    assert_eq!(stripe.refund(PAYMENT, "pi_1").await, Ok(Refund::Done));
    assert_eq!(double.refunds(), 1);
}

fn event(kind: &str, object: &Value) -> Vec<u8> {
    json!({"id": "evt_1", "object": "event", "type": kind, "data": {"object": object}})
        .to_string()
        .into_bytes()
}

fn read(kind: &str, object: &Value) -> Result<Option<Report>, Unverified> {
    let now = "2026-11-22T09:00:00Z".parse().expect("an instant");
    let body = event(kind, object);
    let signature = signature::sign(b"whsec_1", &body, now);
    stripe("http://127.0.0.1:1").read_event(&signature, &body, now)
}

fn intent(changed: &Value) -> Value {
    let mut intent = json!({
        "id": "pi_1", "status": "requires_payment_method", "amount": 3_000, "amount_received": 0, "currency": "eur",
        "client_secret": "pi_1_secret_x", "latest_charge": "ch_1", "metadata": {"payment_id": PAYMENT},
    });
    for (name, value) in changed.as_object().expect("fields") {
        intent[name] = value.clone();
    }
    intent
}

#[test]
fn reports_tell_of_our_payments() {
    let reported = |kind, object| read(kind, &object).expect("believed").expect("ours");
    let report = reported(
        "payment_intent.succeeded",
        intent(&json!({"status": "succeeded", "amount_received": 3_000})),
    );
    assert_eq!((report.event.as_str(), report.payment), ("evt_1", Some(PAYMENT)));
    let succeeded = Succeeded {
        amount: 3_000,
        currency: "eur".to_owned(),
    };
    assert_eq!(report.standing.outcome, Some(succeeded));
    let declined = intent(&json!({"last_payment_error": {"payment_method": {"card": {"last4": "0002"}}}}));
    let report = reported("payment_intent.payment_failed", declined);
    assert_eq!(report.standing.outcome, Some(PaymentOutcome::declined()));
    assert!(!format!("{report:?}").contains("0002"), "nothing of the card");
    let report = reported("payment_intent.canceled", intent(&json!({"status": "canceled"})));
    assert_eq!(report.standing.outcome, Some(Cancelled));
    let charge = json!({"id": "ch_1", "payment_intent": "pi_1", "refunded": true, "metadata": {"payment_id": PAYMENT}});
    let report = reported("charge.refunded", charge);
    assert_eq!(
        (report.standing.reference.as_str(), report.standing.outcome),
        ("pi_1", Some(Refunded))
    );
    let refund =
        json!({"id": "re_1", "payment_intent": "pi_1", "status": "failed", "metadata": {"payment_id": PAYMENT}});
    assert_eq!(reported("refund.failed", refund).standing.outcome, Some(RefundFailed));
}

#[test]
fn reports_about_something_else_are_taken_and_mean_nothing() {
    let of_others = intent(&json!({"status": "succeeded", "metadata": {}}));
    assert_eq!(read("payment_intent.succeeded", &of_others), Ok(None));
    assert_eq!(read("customer.created", &json!({"id": "cus_1"})), Ok(None));
}

#[test]
fn what_somebody_should_look_at() {
    let reported = |kind: &str, object: Value| read(kind, &object).expect("believed").expect("about a payment");
    let partly = json!({
        "payment_intent": "pi_1", "refunded": false, "amount_refunded": 1000, "currency": "eur",
        "metadata": {"payment_id": PAYMENT}
    });
    let outcome = reported("charge.refunded", partly).standing.outcome;
    assert_eq!(
        outcome,
        Some(PartlyRefunded {
            amount: 1000,
            currency: "eur".to_owned()
        })
    );
    // A dispute bears none of our own words: the provider's reference tells whose it is.
    let dispute =
        |status: &str| json!({"id": "dp_1", "payment_intent": "pi_1", "status": status, "reason": "fraudulent"});
    let opened = reported("charge.dispute.created", dispute("needs_response"));
    assert_eq!((opened.payment, opened.standing.reference.as_str()), (None, "pi_1"));
    assert_eq!(
        opened.standing.outcome,
        Some(DisputeOpened {
            reason: Some("fraudulent".to_owned())
        })
    );
    for (status, outcome) in [
        ("won", DisputeWon),
        ("warning_closed", DisputeWon),
        ("lost", DisputeLost),
    ] {
        let closed = reported("charge.dispute.closed", dispute(status));
        assert_eq!(closed.standing.outcome, Some(outcome), "{status}");
    }
    assert_eq!(
        read("charge.dispute.created", &json!({"id": "dp_2", "status": "lost"})),
        Ok(None)
    );
}

#[test]
fn reports_that_cannot_be_read_or_are_not_signed_are_not_believed() {
    assert_eq!(
        read("payment_intent.succeeded", &json!({"id": 7})),
        Err(Unverified::Body)
    );
    let now = "2026-11-22T09:00:00Z".parse().expect("an instant");
    let body = event("payment_intent.succeeded", &intent(&json!({"status": "succeeded"})));
    let forged = signature::sign(b"whsec_2", &body, now);
    let refused = stripe("http://127.0.0.1:1").read_event(&forged, &body, now);
    assert_eq!(refused, Err(Unverified::Signature));
}
