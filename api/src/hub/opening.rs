//! Opening the hub's parts, and closing them.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use aws_lc_rs::error::Unspecified;
use domain::actor::Actor;
use domain::words::Word;
use integrations::files::{Files, Keyring, Spool, Writing};
use integrations::payments::sandbox::Sandbox;
use integrations::payments::stripe::Stripe;
use integrations::payments::{Provider, Providers};
use integrations::pictures::Examiner;
use integrations::scanning::{Clamd, Scanner};
use persistence::keys::Seal;
use persistence::known_networks::NetworkKey;
use persistence::time::{BusinessClock, SystemClock};
use persistence::{Author, Options, Policy, Store, hub_state, migrate};

use super::recounting::recount_terms;
use super::{Hub, IdentityProviders, demo};
use crate::auth::{Auth, RelyingParty, secret};
use crate::config::{Profile, Settings};
use crate::http::Uploads;
use crate::http::middleware::cors::Origins;
use crate::http::middleware::limits::Limits;
use crate::metrics::Metrics;

impl Hub {
    /// Opens everything: makes the data folder, applies what migrations are missing.
    pub async fn open(settings: Settings) -> anyhow::Result<Self> {
        Self::open_at(settings, SystemClock::new()).await
    }

    /// The same, with real time as that clock shows it.
    pub async fn open_at(settings: Settings, system: SystemClock) -> anyhow::Result<Self> {
        let clock = BusinessClock::new(system.clone());
        prepare_folder(&settings.data_dir)?;
        let secret = secret::of(&settings)?;
        let options = Options {
            clock: clock.clone(),
            network_key: NetworkKey::of(&secret).map_err(no_cryptography)?,
            connections: settings.database_connections,
            policy: policy(&settings),
            ..Options::default()
        };
        let url = settings.database_url.clone();
        let store = actix_web::rt::task::spawn_blocking(move || open_store(&url, &options)).await??;
        settle_profile(&store, settings.profile).await?;
        clock.be_ahead(store.read(hub_state::clock_ahead).await?);
        recount_terms(&store).await?;
        let auth = Auth::open(&store, &secret, settings.public_base()).await?;
        let files = files(&settings, &store, auth.seal()).await?;
        let uploads = Arc::new(uploads(&settings)?);
        let limits = Limits::new(&settings.rates, &system, &secret).map_err(no_cryptography)?;
        let providers = providers(&settings, &store)?;
        let scanner = scanner(&settings);
        let identity_providers = IdentityProviders::of(&settings, &system).context("the identity providers")?;
        let relying_party = settings.passkeys.as_ref().map(RelyingParty::new).transpose()?;
        let metrics = settings.metrics_listen.map(|_| Metrics::new()).transpose()?;
        let origins = Origins::default();
        super::frontends::read_origins(&store, &origins).await?;
        let keys_read = tokio::spawn(keep_reading(&auth, &store, &files, &origins)).abort_handle();
        let hub = Self {
            settings: Arc::new(settings),
            store,
            auth,
            files,
            providers,
            scanner,
            identity_providers,
            relying_party,
            origins,
            clock,
            system,
            limits: Arc::new(limits),
            uploads,
            examiner: Examiner::default(),
            belated: super::picture_forms::Belated::default(),
            metrics,
            keys_read,
            found: super::readiness::Found::default(),
            room: super::readiness::Room::default(),
        };
        if hub.settings.is_sandbox() {
            demo::settle(&hub.store).await?;
        }
        Ok(hub)
    }

    /// Finishes what was begun, and gives the database free.
    pub async fn close(&self) {
        self.keys_read.abort();
        self.store.close().await;
    }
}

/// Nothing that an operator could put right: a key of the right length is refused.
fn no_cryptography(_: Unspecified) -> anyhow::Error {
    anyhow::anyhow!("the machine's cryptography does not work")
}

/// Where the hub's files lie, as it reads and writes them.
async fn files(settings: &Settings, store: &Store, seal: Arc<Seal>) -> anyhow::Result<Files> {
    let writing = if settings.storage_sealed {
        Writing::Sealed
    } else {
        Writing::Plain
    };
    let keyring = Keyring::open(store, seal, writing).await?;
    Ok(storage(settings)?.sealed_with(keyring))
}

/// Reads anew, for ever, what other processes change: the keys that sign and those that encrypt, and frontends' origins.
fn keep_reading(
    auth: &Auth,
    store: &Store,
    files: &Files,
    origins: &Origins,
) -> impl Future<Output = ()> + Send + 'static {
    let signing = auth.clone().keep_reading(store.clone());
    let admitting = super::frontends::keep_reading(store.clone(), origins.clone());
    let sealing = files.keyring().cloned();
    async move {
        let sealing = async {
            if let Some(keyring) = sealing {
                keyring.keep_reading().await;
            }
        };
        tokio::join!(signing, sealing, admitting);
    }
}

/// The bucket where one is set, or else a folder beside the database: objects as they lie there.
pub(crate) fn storage(settings: &Settings) -> anyhow::Result<Files> {
    match &settings.storage {
        Some(bucket) => Files::in_bucket(bucket).context("the bucket for files"),
        None => Files::in_folder(settings.data_dir.join("files")).context("the folder for files"),
    }
}

fn uploads(settings: &Settings) -> anyhow::Result<Uploads> {
    Ok(Uploads::new(spool(settings)?, settings.uploads, settings.uploads_each))
}

/// Where files lie on their way: in the data folder, also where they go to a bucket. A temporary folder may well be memory.
pub(crate) fn spool(settings: &Settings) -> anyhow::Result<Spool> {
    Spool::prepare(settings.data_dir.join("uploads")).context("the folder for uploads")
}

/// Stripe where its keys are set; in the sandbox also the provider that it plays, which is the only one without keys.
fn providers(settings: &Settings, store: &Store) -> anyhow::Result<Providers> {
    let mut providers: Vec<Arc<dyn Provider>> = Vec::new();
    if let Some(stripe) = &settings.stripe {
        let client = integrations::http::client().context("the HTTP client")?;
        providers.push(Arc::new(Stripe::new(client, &stripe.base, stripe.keys.clone())));
    }
    if settings.is_sandbox() {
        providers.push(Arc::new(Sandbox::new(store.clone(), settings.public_base())));
    }
    anyhow::ensure!(!providers.is_empty(), "nobody collects payments");
    let current = providers.remove(0);
    Ok(Providers::new(current, providers))
}

/// Clamd, where it is set.
fn scanner(settings: &Settings) -> Option<Arc<dyn Scanner>> {
    let address = settings.clamd.clone()?;
    Some(Arc::new(Clamd::at(address)))
}

/// A database belongs to one profile for good: sandbox data never becomes real, nor the other way round.
pub(crate) async fn settle_profile(store: &Store, profile: Profile) -> anyhow::Result<()> {
    let settled = store
        .write(system(), move |tx| hub_state::settle_profile(tx, profile.name()))
        .await?;
    anyhow::ensure!(
        settled == profile.name(),
        "this database belongs to the {settled} profile, not to {profile}"
    );
    Ok(())
}

/// Whoever writes here is the hub itself.
pub(super) fn system() -> Author {
    Author::of(Actor::System)
}

fn open_store(url: &str, options: &Options) -> anyhow::Result<Store> {
    let store = Store::open(url, options)?;
    let applied = migrate::run(&store)?;
    if let Some(newest) = applied.last() {
        tracing::info!(migrations = applied.len(), newest, "migrated");
    }
    Ok(store)
}

/// The database and the files hold what is nobody else's business.
pub(crate) fn prepare_folder(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("the data folder {}", path.display()))
}

/// What transactions need to know of the settings.
pub(crate) fn policy(settings: &Settings) -> Policy {
    let own = Policy::default();
    Policy {
        certificate_period: settings.certificate_period,
        audit_trail: settings.audit_trail,
        texts: settings.sms.is_some() || settings.is_sandbox(),
        scans: settings.clamd.is_some(),
        seller: settings.seller.clone().unwrap_or_else(|| own.seller.clone()),
        ..own
    }
}
