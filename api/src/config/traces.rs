//! The settings of traces: the collector they go to, and which are kept.

use std::collections::HashMap;

use integrations::traces::Collector;
use reqwest::header::{HeaderName, HeaderValue};

use super::checks::web_address;
use super::reader::Reader;

/// The collector; none where no traces are wanted.
pub(super) fn collector(reader: &mut Reader) -> Option<Collector> {
    let endpoint = web_address(reader, "otlp_endpoint");
    let headers = headers(reader, "otlp_headers");
    let sampled = share(reader, "otlp_sampled");
    Some(Collector {
        endpoint: endpoint?.as_str().trim_end_matches('/').to_owned(),
        headers,
        sampled,
    })
}

/// Headers: what is wrong with one is said without repeating it, for it may be a secret.
fn headers(reader: &mut Reader, name: &str) -> HashMap<String, String> {
    let given = reader.list(name);
    let headers: Option<HashMap<_, _>> = given.iter().map(|header| header_of(header)).collect();
    headers.unwrap_or_else(|| {
        reader.fault(name, "headers are expected, `name=value`, separated by commas");
        HashMap::new()
    })
}

fn header_of(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let is_header = name.parse::<HeaderName>().is_ok() && HeaderValue::from_str(value).is_ok();
    is_header.then(|| (name.to_owned(), value.to_owned()))
}

/// The share of the traces that begin here which is kept, where nothing is said: so many cost a view less than a thirtieth
/// of its processor time (docs/performance.md).
const USUAL_SHARE: f64 = 0.04;

fn share(reader: &mut Reader, name: &str) -> f64 {
    let share = reader.parsed(name, "a share from 0 to 1").unwrap_or(USUAL_SHARE);
    if !(0.0..=1.0).contains(&share) {
        reader.fault(name, format_args!("`{share}` is not a share from 0 to 1"));
    }
    share
}
