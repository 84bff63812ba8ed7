//! How fast the hub answers, what that costs it, and how long the slowest wait: over HTTP, against a process of its own.
//!
//! ```sh
//! cargo build --release -p api -p tests --bin cqc-hub --example load
//! target/release/examples/load                                  # on SQLite, in a temporary folder
//! target/release/examples/load --database postgres              # on a private PostgreSQL cluster
//! target/release/examples/load --cases 1000000 --only view,list # with a million drivers and their cases
//! target/release/examples/load --only open-loop --rate 3000     # so many mixed requests a second
//! target/release/examples/load --papers                         # also: while 1,000 certificates are printed
//! target/release/examples/load --peer pocketbase                # beside a PocketBase, in the same run
//! ```
//!
//! The hub is the binary `CQC_HUB`, or else the one beside this program. `--address` measures one that runs already, on
//! the database that `--database` names; with `--pid`, what it takes is printed too.
//!
//! First the table: so many clients, each of which asks again as soon as it is answered.
//!
//! | row | what is asked |
//! |---|---|
//! | `bare` | a small JSON answer of actix-web alone, from a process of this program: what the machine can do |
//! | `live` | `GET /health/live`: the hub's middleware, and nothing else |
//! | `live-token` | the same with a driver's access token |
//! | `view` | `GET /v1/cases/{id}`: a driver's draft with its five documents |
//! | `list` | `GET /v1/cases`: twenty cases of a driver |
//! | `work-list` | `GET /v1/back-office/cases`: the first twenty cases of the agents' list |
//! | `open` | `POST /v1/cases`: each driver opens one case |
//! | `submit` | `POST /v1/cases/{id}/submission`: each driver sends one complete draft |
//! | `put` | `PUT /v1/cases/{id}/delivery-address`: a draft's address, again and again |
//! | `attestation` | `POST /v1/attestations`: one day of training for each driver, who is found |
//! | `batch` | `POST /v1/attestation-batches`: the same, a thousand at a time, counted one by one |
//!
//! What drivers do once ends when each has done it. Mails and papers that follow are made meanwhile, by the same process;
//! what is left of them is dropped before the next row.
//!
//! Then the open loop: mixed requests leave by the clock, whether those before were answered or not, and their time counts
//! from when they should have left.

mod bare;
mod closed;
mod database;
mod hub;
mod mix;
mod open;
mod options;
mod papers;
mod peer;
mod scene;
mod table;
mod tally;
mod wire;
mod work;

use std::process::ExitCode;

use clap::Parser as _;

use options::{Command, Options};
use peer::Peer;
use scene::Scene;
use table::Table;

fn main() -> ExitCode {
    let options = Options::parse();
    if matches!(options.command, Some(Command::Bare)) {
        return bare::serve();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    if runtime.block_on(measure(&options)) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Measures whatever is wanted; whether everything was answered as it should be.
async fn measure(options: &Options) -> bool {
    let mut is_good = true;
    let mut scene = Scene::set(options).await;
    if work::ALL.iter().any(|measurement| options.wants(measurement.name)) || options.wants(bare::NAME) {
        is_good &= table(options, &mut scene).await;
    }
    if options.wants(mix::NAME) {
        is_good &= mix::measure(options, &mut scene).await;
    }
    if options.papers || options.only.iter().any(|name| name == papers::NAME) {
        is_good &= papers::measure(options, &mut scene).await;
    }
    is_good
}

/// The closed loop, row by row.
async fn table(options: &Options, scene: &mut Scene) -> bool {
    let mut table = Table::begun(options, scene);
    if options.wants(bare::NAME) {
        let bare = bare::Bare::start();
        let measured = closed::measure(options, &bare.server(), bare::work()).await;
        table.add(bare::NAME, &measured);
    }
    let peer = match &options.peer {
        Some(binary) => Some(Peer::start(binary).await),
        None => None,
    };
    for measurement in work::ALL {
        if options.wants(measurement.name) {
            let work = (measurement.prepare)(scene).await;
            let measured = closed::measure(options, &scene.server, work).await;
            table.add(measurement.name, &measured);
            scene.clear_up();
            beside(options, peer.as_ref(), measurement.name, &mut table).await;
        }
    }
    table.verdict()
}

/// The same of the peer, where there is one and it has a counterpart.
async fn beside(options: &Options, peer: Option<&Peer>, name: &'static str, table: &mut Table) {
    let counterpart = peer::ROWS.iter().find(|(row, _)| *row == name);
    if let (Some(peer), Some((_, work))) = (peer, counterpart) {
        let measured = closed::measure(options, &peer.server(), work(peer)).await;
        table.add_peer(name, &measured);
    }
}
