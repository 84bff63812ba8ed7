//! What an operator watches: metrics on an address of their own.

use serde_json::json;
use tests::databases::Database;
use tests::hub::Hub;
use tests::people::{Person, Training};
use tests::{Client, on_both};

on_both!(metrics_say_what_was_asked_and_what_is_owed);

async fn metrics_say_what_was_asked_and_what_is_owed(database: Database) {
    let hub = Hub::start_with(database, &[("METRICS_LISTEN", "127.0.0.1:0")]).await;
    let training = Training::fimo("goods", "2026-11-20");
    let camille = hub.trained_driver(&Person::camille(), &[training]).await;
    hub.register(&Person::youssef()).await;
    hub.move_clock_to("2026-11-22T15:30:00Z").await;
    let case = camille.begin_case().await;
    camille.case(&case).await;
    camille.get("/v1/nowhere").await.not_found();
    let wrong = json!({"email": camille.person.email, "password": "not the password"});
    hub.anyone().post("/v1/sessions", wrong).await.expect(401);

    let metrics = metrics(&hub).await;
    let counted = |labels: &str| {
        value(
            &metrics,
            &format!("cqc_hub_http_request_duration_seconds_count{labels}"),
        )
    };
    let view = r#"{method="GET",route="/v1/cases/{id}",status="200"}"#;
    assert_eq!(counted(view), "1");
    assert_eq!(counted(r#"{method="GET",route="unmatched",status="404"}"#), "1");
    assert!(!metrics.contains(&case) && !metrics.contains("martin"), "{metrics}");
    // Six and a half hours after the registration.
    let waits = value(&metrics, "cqc_hub_account_review_oldest_seconds");
    assert!(waits.starts_with("23"), "{waits}");
    assert_eq!(value(&metrics, "cqc_hub_case_answer_oldest_seconds"), "0");
    assert_eq!(value(&metrics, "cqc_hub_database_up"), "1");
    assert_eq!(value(&metrics, r#"cqc_hub_outbox_messages{state="failed"}"#), "0");
    assert_ne!(value(&metrics, "process_resident_memory_bytes"), "0");
    assert_ne!(
        value(
            &metrics,
            r#"cqc_hub_message_attempts_total{kind="email",outcome="settled"}"#
        ),
        "0"
    );
    assert_eq!(
        value(
            &metrics,
            r#"cqc_hub_message_attempts_total{kind="refund_payment",outcome="failed"}"#
        ),
        "0"
    );
    assert_ne!(value(&metrics, r#"cqc_hub_database_connections{state="idle"}"#), "0");
    assert_eq!(value(&metrics, "cqc_hub_database_waiting"), "0");
    let number = |series: &str| value(&metrics, series).parse::<u64>().expect("a number");
    // Other hubs of this process may have told of more.
    assert!(number(r#"cqc_hub_security_events_total{event="sign_in_refused"}"#) >= 1);
    assert!(metrics.contains(r#"cqc_hub_security_events_total{event="refresh_token_reused"}"#));
    // Only SQLite has one writer, which commits together what comes together.
    assert_eq!(number("cqc_hub_commits_total") > 0, hub.store().is_alone());
    assert!(number("cqc_hub_committed_writes_total") >= number("cqc_hub_commits_total"));
    assert!((1..number("cqc_hub_disk_size_bytes")).contains(&number("cqc_hub_disk_free_bytes")));
    // They are nowhere else.
    hub.anyone().get("/metrics").await.not_found();
    hub.stop().await;
}

async fn metrics(hub: &Hub) -> String {
    let client = Client::anonymous(&hub.metrics_base());
    let answer = client.get("/metrics").come_what_may().await.expect(200);
    assert!(
        answer
            .header("content-type")
            .is_some_and(|media_type| media_type.starts_with("text/plain"))
    );
    answer.text().to_owned()
}

/// The value of one series.
fn value<'a>(metrics: &'a str, series: &str) -> &'a str {
    let line = metrics.lines().find_map(|line| line.strip_prefix(series));
    line.unwrap_or_else(|| panic!("no {series} in:\n{metrics}")).trim()
}
