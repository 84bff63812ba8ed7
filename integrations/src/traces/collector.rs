//! Where traces go: a collector that speaks OTLP over HTTP, in protocol buffers.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider};

use super::client::Client;
use super::teller::Teller;
use super::{Traces, share};

/// How long spans are gathered before they are sent, where there are few: whoever looks for a trace has just asked.
const GATHERED: Duration = Duration::from_secs(1);

/// How long it may take to send some, tries again included.
const SENDING: Duration = Duration::from_secs(10);

/// Where traces go, and which.
#[derive(Clone, PartialEq)]
pub struct Collector {
    /// Its address, without a slash at the end: `/v1/traces` follows [OTLP 1.x, «OTLP/HTTP Request»].
    pub endpoint: String,
    /// Headers that go along, with which the hub signs in there for instance.
    pub headers: HashMap<String, String>,
    /// Which share of the traces that begin here is kept, from 0 to 1. What belongs to a trace of somebody else's is kept
    /// where they keep it.
    pub sampled: f64,
}

/// Why a collector cannot be spoken to.
#[derive(Debug, thiserror::Error)]
#[error("traces cannot be sent: {0}")]
pub struct Unusable(String);

impl Collector {
    /// Begins to send there, by the current runtime.
    pub fn start(&self) -> Result<Traces, Unusable> {
        let client = Client::new().map_err(|error| Unusable(error.to_string()))?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client)
            .with_endpoint(format!("{}/v1/traces", self.endpoint))
            .with_headers(self.headers.clone())
            .with_protocol(Protocol::HttpBinary)
            .with_timeout(SENDING)
            .build()
            .map_err(|error| Unusable(error.to_string()))?;
        let gathering = BatchConfigBuilder::default().with_scheduled_delay(GATHERED).build();
        let processor = BatchSpanProcessor::builder(Teller::of(exporter)).with_batch_config(gathering);
        let provider = SdkTracerProvider::builder()
            .with_resource(resource())
            // Which are kept was settled before.
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::AlwaysOn)))
            .with_span_processor(processor.build())
            .build();
        share::keep(self.sampled);
        Ok(Traces { provider })
    }
}

/// Who sends: the service, and what the operator says of it in `OTEL_RESOURCE_ATTRIBUTES`.
fn resource() -> Resource {
    Resource::builder()
        .with_service_name("cqc-hub")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Without the headers' values, which may be secrets.
impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collector")
            .field("endpoint", &self.endpoint)
            .field("sampled", &self.sampled)
            .finish_non_exhaustive()
    }
}
