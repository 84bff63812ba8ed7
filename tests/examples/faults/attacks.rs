//! What strangers and drivers of bad will send.

mod addresses;
mod bodies;
mod connections;
mod floods;
mod uploads;

use futures::future::LocalBoxFuture;
use serde_json::json;
use tests::hub::AGENT;
use tests::roles::Agent;

use crate::Scale;
use crate::process::Process;
use crate::report::{Measured, Row};
use crate::tally::Tally;
use crate::watch::Bystander;

/// An attack by its name.
pub struct Attack {
    pub name: &'static str,
    /// Settings of the hub it is sent to: names without `CQC_HUB_`, and values.
    pub settings: &'static [(&'static str, &'static str)],
    /// Sends it.
    pub send: for<'h> fn(&'h Process, Scale) -> LocalBoxFuture<'h, Tally>,
}

/// Writes the list of attacks.
macro_rules! attacks {
    ($( $name:literal $settings:expr, $send:path; )+) => {
        /// Every attack there is.
        pub const ALL: &[Attack] = &[$( Attack {
            name: $name,
            settings: $settings,
            send: |hub, scale| Box::pin($send(hub, scale)),
        } ),+];
    };
}

const SANDBOX: &[(&str, &str)] = &[];

attacks! {
    "unpacked bodies" SANDBOX, bodies::packed;
    "faults without number" SANDBOX, bodies::faulty;
    "hostile documents" SANDBOX, bodies::hostile;
    "hostile forms" SANDBOX, bodies::forms;
    "hostile queries" SANDBOX, bodies::queries;
    "forged addresses" addresses::SETTINGS, addresses::forged;
    "uploads at once" SANDBOX, uploads::at_once;
    "pictures of many pixels" SANDBOX, uploads::of_many_pixels;
    "endless uploads" SANDBOX, uploads::without_end;
    "forms of many parts" SANDBOX, uploads::of_many_parts;
    "sign-in flood" SANDBOX, floods::sign_ins;
    "registration flood" SANDBOX, floods::registrations;
    "token flood" SANDBOX, floods::tokens;
    "batch flood" SANDBOX, floods::batches;
    "idle connections" SANDBOX, connections::idle;
    "slow headers" SANDBOX, connections::slow_headers;
    "slow bodies" SANDBOX, connections::slow_bodies;
    "half bodies" SANDBOX, connections::half_bodies;
    "readers who never read" SANDBOX, connections::never_reading;
    "requests in a row" SANDBOX, connections::pipelined;
}

/// Sends one attack to a hub of its own, while an agent goes on working.
pub async fn run(attack: &'static Attack, scale: Scale) -> Row {
    let mut hub = Process::start(attack.settings).await;
    let agent = Agent::sign_in(&hub.anyone(), AGENT.0, AGENT.1).await;
    let paths = ["/health/live", "/v1/back-office/cases", "/v1/reference-data"];
    let bystander = Bystander::of(agent.client.clone(), paths.map(str::to_owned).into());
    hub.forget_peak();
    let before = hub.cpu();
    let tally = (attack.send)(&hub, scale).await;
    let cpu = hub.cpu().saturating_sub(before);
    let longest_wait = bystander.longest_wait().await;
    let measured = longest_wait.filter(|_| hub.lives()).map(|longest_wait| Measured {
        peak: hub.peak(),
        afterwards: hub.memory(),
        cpu: cpu / u32::try_from(tally.requests().max(1)).unwrap_or(u32::MAX),
        longest_wait,
    });
    Row::of_attack(attack.name, &tally, measured)
}

/// What somebody who registers sends, each time somebody else.
pub fn registration(number: usize) -> serde_json::Value {
    let number = u16::try_from(number).expect("fewer people");
    let mut registration = tests::Person::numbered(number).registration();
    registration["email"] = json!(format!("stranger-{number}@example.org"));
    registration
}
