//! Spans on their way to a collector.

use std::collections::HashMap;
use std::time::Instant;

use tracing::instrument::WithSubscriber as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

#[test]
fn what_is_handed_on_is_what_was_handed_in() {
    assert_eq!(current(), None);
    let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01";
    let parent = Traceparent::parse(text);
    let inside = under(parent, || under(None, current).is_none().then(current));
    assert_eq!(inside, Some(parent));
    assert_eq!(current(), None);
}

fn collector(endpoint: String) -> Collector {
    Collector {
        endpoint,
        headers: HashMap::from([("authorization".to_owned(), "Bearer of-traces".to_owned())]),
        sampled: 1.0,
    }
}

/// Begins and ends a span, and a line of the log in it; then what is still to be sent is sent.
async fn trace_something(to: &Collector) {
    let traces = to.start().expect("traces");
    let work = async {
        let span = tracing::info_span!(target: TARGET, "message", otel.kind = "consumer");
        let handed_on = span.in_scope(|| {
            tracing::warn!(target: TARGET, "no line of the log");
            current()
        });
        assert!(handed_on.expect("a span").is_sampled);
    };
    work.with_subscriber(registry().with(traces.layer())).await;
    traces.stop().await;
}

#[tokio::test]
async fn what_is_left_is_sent_at_the_end() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/traces"))
        .and(header("content-type", "application/x-protobuf"))
        .and(header("authorization", "Bearer of-traces"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    trace_something(&collector(server.uri())).await;
    let sent = server.received_requests().await.expect("requests");
    let body = String::from_utf8_lossy(&sent[0].body).into_owned();
    assert!(body.contains("message") && body.contains("cqc-hub"), "{body}");
    assert!(!body.contains("log"), "{body}");
}

#[tokio::test]
async fn a_transaction_is_a_span_where_its_trace_is_kept() {
    let traces = collector("http://127.0.0.1:9".to_owned()).start().expect("traces");
    let is_span_below = |kept: Option<bool>| {
        let parent = kept.map(|is_sampled| Traceparent {
            trace_id: 7,
            span_id: 7,
            is_sampled,
        });
        under(parent, || {
            let span = tracing::info_span!(target: WITHIN, "write", otel.kind = "client");
            span.in_scope(current) != parent
        })
    };
    tracing::subscriber::with_default(registry().with(traces.layer()), || {
        assert!(!is_span_below(None));
        assert!(!is_span_below(Some(false)));
        assert!(is_span_below(Some(true)));
    });
}

#[tokio::test]
async fn of_what_is_not_kept_no_span_is_made() {
    let traces = collector("http://127.0.0.1:9".to_owned()).start().expect("traces");
    tracing::subscriber::with_default(registry().with(traces.layer()), || {
        let begun = |is_sampled| {
            let parent = Traceparent {
                trace_id: 7,
                span_id: 7,
                is_sampled,
            };
            span(
                Some(parent),
                || tracing::info_span!(target: TARGET, "request", otel.kind = "server"),
            )
        };
        assert!(!begun(true).is_none());
        assert!(begun(false).is_none());
    });
}

#[tokio::test]
async fn a_collector_that_is_not_there_keeps_nobody() {
    let began = Instant::now();
    trace_something(&collector("http://127.0.0.1:9".to_owned())).await;
    assert!(began.elapsed() < PATIENCE * 2);
}
