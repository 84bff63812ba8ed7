//! The hub's database, for a command that may run beside a server.

use anyhow::Context as _;
use domain::actor::Actor;
use domain::people::Language;
use persistence::store::Target;
use persistence::time::{BusinessClock, SystemClock};
use persistence::{Author, Options, Store, hub_state, migrate};

use crate::config::Settings;
use crate::http::Problem;
use crate::hub::{policy, settle_profile};

/// Opens the store: brought up to date, of the right profile, at the business time that the hub shows.
pub(super) async fn open(settings: &Settings) -> anyhow::Result<Store> {
    crate::hub::prepare_folder(&settings.data_dir)?;
    let clock = BusinessClock::new(SystemClock::new());
    let options = Options {
        clock: clock.clone(),
        connections: 1,
        policy: policy(settings),
        ..Options::default()
    };
    let url = settings.database_url.clone();
    let opened = actix_web::rt::task::spawn_blocking(move || {
        migrate::run_on(&Target::parse(&url)?)?;
        Store::open_beside(&url, &options)
    });
    let store = opened.await?.context("the database cannot be opened")?;
    settle_profile(&store, settings.profile).await?;
    clock.be_ahead(store.read(hub_state::clock_ahead).await?);
    Ok(store)
}

/// The operator, who has no account of their own.
pub(super) fn operator() -> Author {
    Author::of(Actor::System)
}

/// A problem as the command line tells it.
pub(super) fn as_error(problem: &Problem) -> anyhow::Error {
    anyhow::anyhow!("{}", problem.on_one_line(Language::English))
}
