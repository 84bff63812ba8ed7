//! The server itself, started in this very process as `cqc-hub serve` starts it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::auth::secret;
use api::config::{Settings, Sources};
use api::server::Server;
use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::access::KeyPurpose;
use domain::actor::Actor;
use domain::ids::DocumentId;
use integrations::files::Files;
use persistence::dialect::At;
use persistence::keys::{self, Seal};
use persistence::schema::{documents, outbox};
use persistence::time::SystemClock;
use persistence::{Author, Store, Tx};
use tempfile::TempDir;

use crate::databases::{self, Database};

/// A server and what it stands on.
pub(super) struct Running {
    /// Its address, as URLs begin.
    pub(super) base: String,
    /// Real time, as the server sees it: it stands still until a story lets it pass.
    pub(super) clock: SystemClock,
    server: Server,
    folder: TempDir,
    /// Goes last: the server is connected to it.
    _database: Database,
}

impl Running {
    pub(super) async fn start(database: Database, others: &[(&str, &str)]) -> Self {
        let folder = databases::folder();
        let clock = SystemClock::standing_at(super::BEGINNING.parse().expect("an instant"));
        let server = Server::start_at(settings(&database, folder.path(), others), clock.clone());
        let server = server.await.expect("a server");
        Self {
            base: format!("http://{}", server.address),
            clock,
            server,
            folder,
            _database: database,
        }
    }

    /// Where metrics are asked for, as URLs begin.
    pub(super) fn metrics_base(&self) -> String {
        let address = self.server.metrics_address().expect("METRICS_LISTEN is set");
        format!("http://{address}")
    }

    pub(super) async fn stop(self) {
        self.server.stop().await.expect("a server that stops");
    }

    pub(super) async fn signing_key(&self) -> SigningKey {
        let (seal, purpose) = (self.seal(), KeyPurpose::AccessTokens);
        let read = self.store().read(move |db| {
            let key = keys::current(db, &seal, purpose)?;
            Ok((key, keys::published(db, purpose)?))
        });
        let (key, published) = read.await.expect("the keys");
        let key = key.expect("a key that signs");
        let public_key = published
            .into_iter()
            .find(|known| known.kid == key.kid)
            .expect("its other half")
            .public_key;
        SigningKey {
            pkcs8: key.pkcs8,
            public_key,
        }
    }

    /// What `cqc-hub rotate-keys` does beside a hub, for its tokens.
    pub(super) async fn rotate_keys(&self) {
        let seal = self.seal();
        let author = Author::of(Actor::System);
        let rotate = move |tx: &mut Tx<'_>| keys::rotate(tx, &seal, KeyPurpose::AccessTokens, TimeDelta::minutes(10));
        self.store().write(author, rotate).await.expect("rotated");
        self.read_keys_anew().await;
    }

    /// What the hub does once a minute: answers how many seals that took.
    pub(super) async fn seal_audit_trail(&self) -> usize {
        let sealer = self.server.hub.auth.sealer().borrow().clone();
        let made = integrations::audit_seals::seal_all(self.store(), &sealer);
        made.await.expect("seals")
    }

    /// What the hub does once a minute.
    pub(super) async fn read_keys_anew(&self) {
        let read = self.server.hub.auth.read_anew(self.store());
        read.await.expect("the keys");
    }

    fn seal(&self) -> Arc<Seal> {
        let secret = secret::of(&self.server.hub.settings).expect("the hub's secret");
        Arc::new(Seal::of(&secret).expect("a seal"))
    }

    pub(super) fn store(&self) -> &Store {
        &self.server.hub.store
    }

    pub(super) async fn leave_a_stray_file(&self) {
        let stray = uuid::Uuid::from_u128(1);
        let put = self.server.hub.files.put(stray, "whose row never came".into());
        put.await.expect("a file");
    }

    /// What lies there of a document is something else from now on, as if it had been uploaded so.
    pub(super) async fn overwrite(&self, id: DocumentId, bytes: &[u8]) {
        let put = self.server.hub.files.put(id, bytes.to_vec().into());
        put.await.expect("a file");
        let sha256 = digest(&SHA256, bytes).as_ref().to_vec();
        let size = i64::try_from(bytes.len()).expect("a size");
        let update = self.store().write(Author::of(Actor::System), move |tx| {
            let row = diesel::update(documents::table.find(id));
            row.set((documents::sha256.eq(&sha256), documents::size.eq(size)))
                .execute(tx.conn)?;
            Ok(())
        });
        update.await.expect("a row");
    }

    pub(super) async fn pauses_are_over(&self) {
        let over = self.store().write(Author::of(Actor::System), |tx| {
            let waiting = outbox::table.filter(outbox::settled_at.is_null());
            let long_ago = outbox::available_at.eq(At(DateTime::UNIX_EPOCH));
            Ok::<_, persistence::Error>(diesel::update(waiting).set(long_ago).execute(tx.conn)?)
        });
        over.await.expect("changed");
    }

    pub(super) async fn sweep_written_before(&self, instant: DateTime<Utc>) -> usize {
        let hub = &self.server.hub;
        let swept = integrations::sweep::written_before(&hub.store, &hub.files, instant);
        swept.await.expect("a sweep")
    }

    /// The object storage, as the hub reads it.
    pub(super) fn storage(&self) -> Files {
        self.server.hub.files.clone()
    }

    /// Where every file lies that the hub keeps.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        files_in(&self.files_folder())
    }

    pub(super) fn files_folder(&self) -> PathBuf {
        self.folder.path().join("files")
    }
}

/// A key that signs access tokens.
#[derive(Debug, Clone)]
pub struct SigningKey {
    /// The private half, PKCS #8.
    pub pkcs8: Vec<u8>,
    /// The public half.
    pub public_key: Vec<u8>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// The sandbox, on a port that the system chooses, as small as it can be: many of them share two cores.
fn settings(database: &Database, folder: &Path, others: &[(&str, &str)]) -> Settings {
    let environment = HashMap::from([
        ("CQC_HUB_LISTEN", "127.0.0.1:0".to_owned()),
        ("CQC_HUB_DATA_DIR", folder.display().to_string()),
        ("CQC_HUB_DATABASE_URL", database.url().to_owned()),
        ("CQC_HUB_DATABASE_CONNECTIONS", "4".to_owned()),
        ("CQC_HUB_WORKERS", "1".to_owned()),
        ("CQC_HUB_SHUTDOWN_SECONDS", "0".to_owned()),
    ]);
    let others = others
        .iter()
        .map(|(name, value)| (format!("CQC_HUB_{name}"), (*value).to_owned()));
    let sources = Sources {
        environment: environment
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .chain(others)
            .collect(),
        ..Sources::default()
    };
    Settings::load(&sources).expect("settings of the sandbox")
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| {
            if entry.path().is_dir() {
                files_in(&entry.path())
            } else {
                vec![entry.path()]
            }
        })
        .collect()
}
