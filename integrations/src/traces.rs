//! Traces by OpenTelemetry, for whoever watches the hub: where their spans go, and how a span is handed on.
//!
//! What is a span says so at its place, under [`TARGET`] (an operation, an attempt at a message) or [`WITHIN`] (a
//! transaction: what the hub asks its database by itself, every second and for nobody, begins no trace). Their
//! attributes are words and numbers of the hub's own; nothing in them is of a person. Only `traceparent` is taken from
//! others and handed on: what else travels with a trace (`tracestate`, `baggage`) may hold whatever somebody put there.

mod client;
mod collector;
mod share;
mod teller;

use std::time::Duration;

use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceFlags, TraceState, TracerProvider as _};
use opentelemetry_sdk::trace::SdkTracerProvider;
use persistence::traces::{TARGET, Traceparent, WITHIN};
use tracing::subscriber::Interest;
use tracing::{Metadata, Span, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, dynamic_filter_fn};
use tracing_subscriber::registry::LookupSpan;

pub use collector::{Collector, Unusable};

/// How long the end of the process waits for what is still to be sent.
const PATIENCE: Duration = Duration::from_secs(5);

/// Traces that go to a collector, until they are stopped.
#[derive(Debug)]
pub struct Traces {
    provider: SdkTracerProvider,
}

impl Traces {
    /// What hands spans to the collector, for the one subscriber of the process. It knows the spans of traces alone, and no
    /// line of the log: those may name people by id.
    pub fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let asked_for = dynamic_filter_fn(|known, _| is_of_traces(known) && (known.target() == TARGET || is_kept()));
        let asked_for = asked_for.with_callsite_filter(|known| {
            if is_of_traces(known) {
                Interest::sometimes()
            } else {
                Interest::never()
            }
        });
        tracing_opentelemetry::layer()
            .with_tracer(self.provider.tracer("cqc-hub"))
            .with_location(false)
            .with_target(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(asked_for.with_max_level_hint(LevelFilter::INFO))
    }

    /// Sends what is still to be sent, as far as that is soon.
    pub async fn stop(self) {
        let stopping = tokio::task::spawn_blocking(move || self.provider.shutdown_with_timeout(PATIENCE));
        if !matches!(stopping.await, Ok(Ok(()))) {
            tracing::warn!("the last traces may not have been sent");
        }
    }
}

fn is_of_traces(known: &Metadata<'_>) -> bool {
    known.is_span() && (known.target() == TARGET || known.target() == WITHIN)
}

/// Whether what is being worked on is traced, and its trace kept.
fn is_kept() -> bool {
    Context::map_current(|context| context.has_active_span() && context.span().span_context().is_sampled())
}

/// The span that is being worked in, to be handed on; none where there are no traces.
pub fn current() -> Option<Traceparent> {
    Context::map_current(|context| {
        if !context.has_active_span() {
            return None;
        }
        let span = context.span();
        let span = span.span_context();
        span.is_valid().then(|| Traceparent {
            trace_id: u128::from_be_bytes(span.trace_id().to_bytes()),
            span_id: u64::from_be_bytes(span.span_id().to_bytes()),
            is_sampled: span.is_sampled(),
        })
    })
}

/// Begins a span under one of somebody else's, or as the first of a trace: none where that is not kept, so that it costs
/// nothing.
pub fn span(parent: Option<Traceparent>, begin: impl FnOnce() -> Span) -> Span {
    let is_kept = parent.map_or_else(share::is_next_kept, |parent| parent.is_sampled);
    if is_kept { under(parent, begin) } else { Span::none() }
}

fn under<T>(parent: Option<Traceparent>, begin: impl FnOnce() -> T) -> T {
    let context = match parent {
        Some(parent) => Context::new().with_remote_span_context(remote(parent)),
        None => Context::new(),
    };
    let _attached = context.attach();
    begin()
}

fn remote(parent: Traceparent) -> SpanContext {
    let flags = TraceFlags::default().with_sampled(parent.is_sampled);
    SpanContext::new(
        parent.trace_id.into(),
        parent.span_id.into(),
        flags,
        true,
        TraceState::default(),
    )
}

#[cfg(test)]
mod tests;
