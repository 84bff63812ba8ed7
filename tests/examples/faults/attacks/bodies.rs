//! Bodies, forms and queries that cost more to read than to send.

use reqwest::Method;

use crate::Scale;
use crate::process::Process;
use crate::tally::{Answered, Tally};
use crate::wire;

/// The largest body that is read, in bytes.
const BODY: usize = 1024 * 1024;

async fn post(url: String, media_type: &'static str, encoding: Option<&'static str>, body: Vec<u8>) -> Answered {
    let mut request = wire::http()
        .request(Method::POST, url)
        .header("content-type", media_type);
    if let Some(encoding) = encoding {
        request = request.header("content-encoding", encoding);
    }
    wire::send(request.body(body)).await
}

/// Everybody sends each body to each path.
async fn everywhere(
    hub: &Process,
    paths: &[&str],
    media_type: &'static str,
    bodies: Vec<Vec<u8>>,
    each: usize,
) -> Tally {
    let mut tally = Tally::default();
    for body in &bodies {
        for path in paths {
            let url = format!("{}{path}", hub.base);
            tally.add(Tally::of(each, 8, |_| post(url.clone(), media_type, None, body.clone())).await);
        }
    }
    tally
}

/// Zeros, packed: some kilobytes that are a quarter of a gigabyte once unpacked.
pub async fn packed(hub: &Process, scale: Scale) -> Tally {
    let zeros = vec![0; scale.of(256, 32) * 1024 * 1024];
    let packed = [("br", brotli(&zeros)), ("gzip", gzip(&zeros))];
    drop(zeros);
    let mut tally = Tally::default();
    for path in [
        "/oauth/token",
        "/v1/accounts",
        "/v1/sessions",
        "/v1/payment-webhooks/sandbox",
        "/docs/",
    ] {
        for (encoding, body) in &packed {
            let url = format!("{}{path}", hub.base);
            let form = "application/x-www-form-urlencoded";
            tally.add(Tally::of(4, 4, |_| post(url.clone(), form, Some(encoding), body.clone())).await);
        }
    }
    let all = tally.requests();
    let refused = tally.with_status(415);
    tally.unless(refused == all, "something was unpacked")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 5, 24);
    packed.write_all(bytes).expect("memory");
    packed.into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

/// A long name above many nulls: each fault would name the whole way to it.
pub async fn faulty(hub: &Process, scale: Scale) -> Tally {
    let under = |name: usize, nulls: usize| {
        let nulls = "null,".repeat(nulls);
        format!("{{\"{}\":[{nulls}null]}}", "k".repeat(name)).into_bytes()
    };
    let nested = |depth: usize| {
        let names = format!("{{\"{}\":", "n".repeat(5_000)).repeat(depth);
        format!("{names}[{}null]{}", "null,".repeat(50_000), "}".repeat(depth)).into_bytes()
    };
    let members: Vec<String> = (0..80_000).map(|number| format!("\"m{number}\":null")).collect();
    let bodies = vec![
        under(100_000, 1_999),
        under(900_000, 20_000),
        under(1, 200_000),
        nested(100),
        format!("{{{}}}", members.join(",")).into_bytes(),
    ];
    let paths = [
        "/v1/accounts",
        "/v1/sessions",
        "/v1/licence-number-checks",
        "/v1/password-resets",
    ];
    everywhere(hub, &paths, "application/json", bodies, scale.of(8, 2)).await
}

/// Documents that are large in one way each.
pub async fn hostile(hub: &Process, scale: Scale) -> Tally {
    let fill = |before: &str, each: &str, after: &str| {
        let room = (BODY - before.len() - after.len()) / each.len();
        format!("{before}{}{after}", each.repeat(room)).into_bytes()
    };
    let bodies = vec![
        fill("", "[", ""),
        fill("", "{\"a\":", ""),
        fill("{\"email\":\"", "\\u0000", "\"}"),
        fill("{\"password\":\"", "aA1!", "\"}"),
        fill("{\"number\":\"", "é", "\"}"),
        fill("{\"a\":", "9", "}"),
        fill("{\"a\":1e", "9", "}"),
        fill("[", "0,", "0]"),
        fill("", " ", "{}"),
        vec![0xff; BODY],
    ];
    let paths = [
        "/v1/accounts",
        "/v1/sessions",
        "/v1/licence-number-checks",
        "/v1/account-links",
    ];
    everywhere(hub, &paths, "application/json", bodies, scale.of(8, 2)).await
}

/// Forms of many fields, and of one that is long.
pub async fn forms(hub: &Process, scale: Scale) -> Tally {
    let bodies = vec![
        "a=b&".repeat(15_000).into_bytes(),
        "&".repeat(60_000).into_bytes(),
        "%00".repeat(20_000).into_bytes(),
        format!("grant_type={}", "x".repeat(60_000)).into_bytes(),
        vec![b'='; 1024 * 1024],
    ];
    let paths = ["/oauth/token", "/choose-password/x", "/correct-account/x"];
    let form = "application/x-www-form-urlencoded";
    everywhere(hub, &paths, form, bodies, scale.of(20, 4)).await
}

/// Queries and paths as long as a request line may be.
pub async fn queries(hub: &Process, scale: Scale) -> Tally {
    let long = "k".repeat(60_000);
    let addresses = [
        format!("/v1/verifications/{long}"),
        format!("/v1/verifications/x?{long}"),
        format!("/{}", "a/".repeat(30_000)),
        format!("/v1/reference-data?{}", "limit=1&".repeat(7_000)),
        format!("/v1/reference-data?{}", "%00=%00&".repeat(7_000)),
        format!("/problems/{long}"),
    ];
    let mut tally = Tally::default();
    for address in addresses {
        let url = format!("{}{address}", hub.base);
        tally.add(Tally::of(scale.of(50, 10), 16, |_| wire::send(wire::http().get(url.clone()))).await);
    }
    tally
}
