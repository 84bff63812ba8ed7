//! Strangers who say that they are somebody else each time.

use crate::Scale;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

use super::registration;

/// A proxy on the same machine is trusted, and an address may register so many.
pub const SETTINGS: &[(&str, &str)] = &[("TRUSTED_PROXIES", "127.0.0.1/32"), ("RATE_REGISTRATION", "10/3600")];

/// What proxies hand on of a client's own invention, beside the one header that they write.
const HEADERS: &[&str] = &[
    "forwarded",
    "x-real-ip",
    "cf-connecting-ip",
    "true-client-ip",
    "x-client-ip",
];

/// Fifty registrations of one client behind a proxy, each with another invented address.
pub async fn forged(hub: &Process, _: Scale) -> Tally {
    let tally = Tally::of(50, 4, |number| {
        let mut request = wire::http()
            .post(format!("{}/v1/accounts", hub.base))
            .header("x-forwarded-for", format!("198.51.100.{number}, 203.0.113.9"))
            .json(&registration(number));
        for header in HEADERS {
            let invented = format!("192.0.2.{number}");
            let value = if *header == "forwarded" {
                format!("for={invented}")
            } else {
                invented
            };
            request = request.header(*header, value);
        }
        wire::send(request)
    })
    .await;
    let taken = tally.with_status(202);
    tally.unless(taken <= 10, "an invented address was believed")
}
