//! Where log lines go: to the standard error output, as text for people or as JSON for machines. And beside them, where
//! they are wanted, the spans of traces.

use anyhow::Context;
use integrations::traces::Traces;
use persistence::traces::TARGET;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt, registry};

use super::colour;
use crate::config::{LogFormat, Settings};

/// Starts the log of the whole process, and hands the spans of traces on.
pub fn start(settings: &Settings, traces: Option<&Traces>) -> anyhow::Result<()> {
    let started = match traces {
        None => alone(settings, filter(settings)?),
        Some(traces) => beside(traces, settings, filter(settings)?),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}

/// What the log tells of: never of spans that are there for traces.
fn filter(settings: &Settings) -> anyhow::Result<EnvFilter> {
    let filter =
        EnvFilter::try_new(&settings.log).with_context(|| format!("CQC_HUB_LOG: `{}` is no filter", settings.log))?;
    Ok(filter.add_directive(format!("{TARGET}=off").parse()?))
}

type Started = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// The log alone: what it does not tell of is not made, spans of traces among them.
fn alone(settings: &Settings, filter: EnvFilter) -> Started {
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour::on(&std::io::stderr()));
    match settings.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    }
}

/// The log, and traces beside it: neither hears of what is for the other.
fn beside(traces: &Traces, settings: &Settings, filter: EnvFilter) -> Started {
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(colour::on(&std::io::stderr()));
    let lines = match settings.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let subscriber = registry().with(lines.with_filter(filter)).with(traces.layer());
    Ok(subscriber.try_init()?)
}
