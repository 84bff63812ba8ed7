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

/// Fifty registrations of one client behind a proxy, each with another invented address, in five ways.
pub async fn forged(hub: &Process, _: Scale) -> Tally {
    let tally = Tally::of(50, 4, |number| {
        let mut request = wire::http()
            .post(format!("{}/v1/accounts", hub.base))
            .json(&registration(number));
        for line in chains(number) {
            request = request.header("x-forwarded-for", line);
        }
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

/// The lines of the one header that is believed, as a proxy hands them on: last comes what it saw itself.
fn chains(number: usize) -> Vec<String> {
    let seen = "203.0.113.9";
    match number % 5 {
        0 => vec![format!("198.51.100.{number}, {seen}")],
        1 => vec![format!("198.51.100.{number}"), seen.to_owned()],
        2 => vec![format!("unknown, _hidden, 198.51.100.{number}, {seen}")],
        3 => vec![format!("[2001:db8::{number}]:443 ,\t{seen}")],
        _ => vec![format!("{}, ,{seen}", "198.51.100.7, ".repeat(number))],
    }
}
