//! A collector of OpenTelemetry's that remembers what it is sent, for the one subscriber of this process: the stories that
//! are told beside are traced as well.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use actix_web::web::{self, Bytes, Data, PayloadConfig};
use actix_web::{App, HttpResponse, HttpServer};
use api::cli::logging;
use api::config::{Settings, Sources};
use integrations::traces::Traces;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use persistence::digest::hexadecimal;
use prost::Message as _;
use tests::hub::TIMEOUT;
use tokio::runtime::Runtime;

pub use opentelemetry_proto::tonic::trace::v1::span::SpanKind as Kind;

/// A span, as the collector was told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub trace: String,
    pub id: String,
    pub parent: String,
    pub name: String,
    pub kind: Kind,
    pub attributes: BTreeMap<String, Value>,
    /// What else there is to tell, of which there should be nothing: `tracestate`, events, links, the status's message.
    pub rest: Vec<String>,
}

/// The collector, and what sends to it.
pub struct Collector {
    spans: Arc<Mutex<Vec<Seen>>>,
    _traces: Traces,
    /// What sends outlives the runtimes of the stories.
    _runtime: Runtime,
}

impl Collector {
    /// The one of this process, which begins with the first story that asks for it.
    pub fn of_this_process() -> &'static Self {
        static COLLECTOR: LazyLock<Collector> = LazyLock::new(Collector::start);
        &COLLECTOR
    }

    fn start() -> Self {
        let spans = Arc::<Mutex<Vec<Seen>>>::default();
        let address = serve(spans.clone());
        let runtime = Runtime::new().expect("a runtime");
        let settings = settings(&address);
        let traces = {
            let _entered = runtime.enter();
            let collector = settings.traces.as_ref().expect("an address was set");
            collector.start().expect("traces")
        };
        logging::start(&settings, Some(&traces)).expect("no other test takes the log");
        Self {
            spans,
            _traces: traces,
            _runtime: runtime,
        }
    }

    /// Every span so far, of every story in this process.
    pub fn all(&self) -> Vec<Seen> {
        self.spans.lock().expect("the spans").clone()
    }

    /// Those of one trace.
    pub fn of(&self, trace: &str) -> Vec<Seen> {
        let mut all = self.all();
        all.retain(|span| span.trace == trace);
        all
    }

    /// Those of one trace, once they are what is waited for.
    pub async fn once(&self, trace: &str, is_there: impl Fn(&[Seen]) -> bool) -> Vec<Seen> {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let seen = self.of(trace);
            if is_there(&seen) {
                return seen;
            }
            assert!(Instant::now() < deadline, "the collector has only {seen:#?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// As an operator would set it, without a line of the log.
fn settings(address: &str) -> Settings {
    let environment = [("CQC_HUB_OTLP_ENDPOINT", address), ("CQC_HUB_LOG", "off")];
    let sources = Sources {
        environment: environment
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        ..Sources::default()
    };
    Settings::load(&sources).expect("settings of the sandbox")
}

/// Serves on a thread of its own; where.
fn serve(spans: Arc<Mutex<Vec<Seen>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let spans = Data::from(spans);
    std::thread::spawn(move || {
        let app = move || {
            App::new()
                .app_data(PayloadConfig::new(64 << 20))
                .app_data(spans.clone())
                .route("/v1/traces", web::post().to(take))
        };
        let server = HttpServer::new(app).workers(1).disable_signals();
        let running = server.listen(listener).expect("a listener").run();
        actix_web::rt::System::new().block_on(running)
    });
    format!("http://{address}")
}

async fn take(body: Bytes, spans: Data<Mutex<Vec<Seen>>>) -> HttpResponse {
    let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
    let sent = request.resource_spans.into_iter().flat_map(|resource| {
        let scopes = resource.scope_spans.into_iter();
        scopes.flat_map(|scope| scope.spans)
    });
    spans.lock().expect("the spans").extend(sent.map(Seen::of));
    HttpResponse::Ok().content_type("application/x-protobuf").finish()
}

impl Seen {
    fn of(span: Span) -> Self {
        let kind = span.kind();
        let events = span.events.iter().map(|event| format!("{event:?}"));
        let links = span.links.iter().map(|link| format!("{link:?}"));
        let status = span.status.iter().map(|status| status.message.clone());
        let rest = events.chain(links).chain(status).chain([span.trace_state.clone()]);
        Self {
            trace: hexadecimal(&span.trace_id),
            id: hexadecimal(&span.span_id),
            parent: hexadecimal(&span.parent_span_id),
            kind,
            attributes: span.attributes.into_iter().filter_map(attribute).collect(),
            rest: rest.filter(|told| !told.is_empty()).collect(),
            name: span.name,
        }
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.contains_key(attribute)
    }

    #[track_caller]
    pub fn text(&self, attribute: &str) -> &str {
        match self.attributes.get(attribute) {
            Some(Value::StringValue(text)) => text,
            _ => panic!("no text `{attribute}` in {self:?}"),
        }
    }

    #[track_caller]
    pub fn number(&self, attribute: &str) -> i64 {
        match self.attributes.get(attribute) {
            Some(Value::IntValue(number)) => *number,
            _ => panic!("no number `{attribute}` in {self:?}"),
        }
    }
}

fn attribute(attribute: KeyValue) -> Option<(String, Value)> {
    Some((attribute.key, attribute.value?.value?))
}
