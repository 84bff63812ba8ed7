//! Papers while something is wrong with the press or the disk: the message stays, says why, and nothing half-made is
//! ever seen.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use domain::access::KeyPurpose;
use domain::account;
use domain::actor::{Actor, Role};
use domain::ids::{AccountId, CertificateId, PaperId};
use domain::paper::PaperKind;
use domain::people::Address;
use futures::StreamExt as _;
use integrations::dispatcher::{Dispatcher, Handler as _, Handlers, MakePapers, Options, Printer};
use integrations::files::Files;
use integrations::papers::compose::Issuer;
use integrations::papers::{Paper, Press, PressError, Sender};
use integrations::statements::Signer;
use persistence::keys::{self, Seal};
use persistence::outbox::{self, Claimed, Kind, MessageRecord};
use persistence::papers::{self, PaperRecord};
use tests::databases::Database;
use tests::{databases, on_both};
use tokio::sync::watch;

use crate::scene::{Scene, by, fco, person};

on_both!(
    a_broken_template_leaves_its_message_to_be_seen,
    a_full_disk_leaves_its_message_to_be_seen,
    what_is_erased_while_it_waits_is_not_printed,
    what_is_erased_while_it_is_printed_leaves_no_bytes,
    a_key_is_published_until_its_last_paper_is_over,
);

/// A press whose template can be broken and mended.
#[derive(Clone)]
struct Fragile {
    press: Arc<Press>,
    broken: Arc<AtomicBool>,
}

impl Printer for Fragile {
    fn print(&self, paper: &Paper) -> Result<Bytes, PressError> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(PressError::Template("certificate.typ:7: unknown variable".to_owned()));
        }
        self.press.print(paper)
    }
}

/// A scene with a press, and a driver whose training was attested.
struct PrintShop {
    scene: Scene,
    files: Files,
    press: Fragile,
    folder: tempfile::TempDir,
    driver: AccountId,
}

impl PrintShop {
    async fn on(database: &Database, broken: bool) -> Self {
        let scene = Scene::on(database).await;
        signing_key(&scene).await;
        let folder = databases::folder();
        let camille = person(1);
        let driver = scene.driver(&camille).await;
        scene.post(fco(&camille)).await;
        Self {
            files: Files::in_folder(folder.path().join("files")).expect("a folder"),
            press: Fragile {
                press: Arc::new(Press::new().expect("a press")),
                broken: Arc::new(AtomicBool::new(broken)),
            },
            scene,
            folder,
            driver,
        }
    }

    /// Runs a dispatcher that does nothing but print, and hardly ever rests.
    async fn open(&self) -> Dispatcher {
        let maker = self.maker(self.press.clone()).await;
        let options = Options {
            rest: Duration::from_millis(20),
            first_pause: Duration::from_millis(1),
            longest_pause: Duration::from_millis(1),
            ..Options::default()
        };
        let handlers = Handlers::default().with(Kind::Paper, maker);
        Dispatcher::start(self.scene.store.clone(), &handlers, options)
    }

    async fn maker(&self, printer: impl Printer) -> MakePapers {
        let signer = Signer::new(&signing_key(&self.scene).await, "https://hub.example.org");
        let issuer = Issuer {
            sender: Sender {
                name: "CQC Hub".to_owned(),
                address: Address {
                    line1: "1 rue de l’Exemple".to_owned(),
                    line2: None,
                    postal_code: "75001".to_owned(),
                    city: "Paris".to_owned(),
                    country: "FR".to_owned(),
                },
                contact: "contact@example.org".to_owned(),
            },
            specimen: true,
            portal: "https://hub.example.org".to_owned(),
            signer: watch::Sender::new(Arc::new(signer)).subscribe(),
        };
        let store = self.scene.store.clone();
        MakePapers::new(store, self.files.clone(), issuer, printer, NonZeroUsize::MIN).expect("a thread")
    }

    async fn messages(&self, kind: Kind) -> Vec<MessageRecord> {
        let all = self.scene.read(|db| outbox::list(db, None, None, 100)).await;
        all.into_iter()
            .filter(|message| message.kind().ok() == Some(kind))
            .collect()
    }

    /// Waits until every message of printing is as wanted.
    async fn until(&self, wanted: fn(&MessageRecord) -> bool) {
        for _ in 0..3_000 {
            if self.messages(Kind::Paper).await.iter().all(wanted) {
                return;
            }
            // Its own clock stands still, and pauses would last for ever.
            self.scene
                .store
                .clock()
                .system()
                .pass(chrono::TimeDelta::milliseconds(10));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it never came to this: {:#?}", self.messages(Kind::Paper).await);
    }

    async fn certificate(&self) -> PaperRecord {
        let id: CertificateId = self.scene.certificates(self.driver).await[0].id;
        let paper = self
            .scene
            .read(move |db| papers::of_subject(db, PaperKind::Certificate, id))
            .await;
        paper.expect("asked for")
    }

    async fn files_stored(&self) -> usize {
        self.files.list().count().await
    }

    /// Nothing was made, and everything waits with this reason to be read.
    async fn assert_nothing_made(&self, why: &str) {
        let waiting = self.messages(Kind::Paper).await;
        assert_eq!(waiting.len(), 2, "the recap and the certificate");
        for message in &waiting {
            assert!(
                message.last_error.as_deref().is_some_and(|error| error.contains(why)),
                "{message:#?}"
            );
        }
        let certificate = self.certificate().await;
        assert!(certificate.made_at.is_none() && certificate.sha256.is_none());
        assert!(
            self.mails_of_the_certificate().await.is_empty(),
            "mailed without its paper"
        );
    }

    async fn mails_of_the_certificate(&self) -> Vec<MessageRecord> {
        let mut mails = self.messages(Kind::Email).await;
        mails.retain(|mail| mail.payload.0["notification"] == "certificate_issued");
        mails
    }

    /// The back issuer puts everything back, and now it is made, with its mail.
    async fn assert_made_once_put_back(&self) {
        for message in self.messages(Kind::Paper).await {
            self.scene
                .write(Actor::System, move |tx| outbox::requeue(tx, message.id))
                .await;
        }
        self.until(|message| message.settled_at.is_some()).await;
        let certificate = self.certificate().await;
        assert!(certificate.made_at.is_some());
        let bytes = self.files.bytes(certificate.id).await.expect("bytes");
        assert!(bytes.starts_with(b"%PDF-"));
        let mails = self.mails_of_the_certificate().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].payload.0["about"]["paper"], certificate.id.to_string());
    }
}

/// The key that signs papers, the first time made.
async fn signing_key(scene: &Scene) -> keys::SigningKey {
    let seal = || Seal::of("0123456789abcdef0123456789abcdef").expect("a seal");
    scene
        .write(Actor::System, move |tx| keys::settle(tx, &seal(), KeyPurpose::Papers))
        .await
}

async fn a_broken_template_leaves_its_message_to_be_seen(database: Database) {
    let shop = PrintShop::on(&database, true).await;
    let dispatcher = shop.open().await;
    shop.until(|message| message.failed_at.is_some()).await;
    shop.assert_nothing_made("cannot be printed: template certificate.typ:7")
        .await;
    assert_eq!(shop.files_stored().await, 0);

    shop.press.broken.store(false, Ordering::Relaxed);
    shop.assert_made_once_put_back().await;
    dispatcher.stop().await;
}

async fn a_full_disk_leaves_its_message_to_be_seen(database: Database) {
    let shop = PrintShop::on(&database, false).await;
    let (files, aside) = (shop.folder.path().join("files"), shop.folder.path().join("aside"));
    // A disk with no room for a file, as far as whoever writes one can tell.
    let take_away = |from: &Path, to: &Path| std::fs::rename(from, to).expect("renamed");
    take_away(&files, &aside);
    std::fs::write(&files, b"").expect("something in the way");

    let dispatcher = shop.open().await;
    shop.until(|message| message.failed_at.is_some()).await;
    shop.assert_nothing_made("object storage").await;

    std::fs::remove_file(&files).expect("removed");
    take_away(&aside, &files);
    assert_eq!(shop.files_stored().await, 0);
    shop.assert_made_once_put_back().await;
    dispatcher.stop().await;
}

async fn what_is_erased_while_it_waits_is_not_printed(database: Database) {
    let shop = PrintShop::on(&database, false).await;
    // Taken over by a dispatcher in the very moment at which the account is closed.
    let waiting = shop.messages(Kind::Paper).await;
    let closed = shop.scene.step(shop.driver, Role::Driver, account::Action::Close).await;
    closed.expect("closed");
    for message in waiting {
        let payload = message.payload.0.clone();
        let again = move |tx: &mut persistence::Tx<'_>| outbox::enqueue(tx, Kind::Paper, None, None, &payload);
        shop.scene.store.write(by(Actor::System), again).await.expect("kept");
    }
    let dispatcher = shop.open().await;
    shop.until(|message| message.settled_at.is_some()).await;
    dispatcher.stop().await;
    assert_eq!(shop.files_stored().await, 0);
}

/// A press at which the account is closed between the paper's making and its keeping.
#[derive(Clone)]
struct Late {
    press: Fragile,
    store: persistence::Store,
    paper: PaperId,
    runtime: tokio::runtime::Handle,
}

impl Printer for Late {
    fn print(&self, paper: &Paper) -> Result<Bytes, PressError> {
        let id = self.paper;
        let gone = move |tx: &mut persistence::Tx<'_>| {
            let row = papers::find(tx, id)?.expect("a paper");
            papers::erase(tx, row.kind, row.subject_id.0)
        };
        let erased = self.store.write(by(Actor::System), gone);
        self.runtime.block_on(erased).expect("erased");
        self.press.print(paper)
    }
}

/// Somebody faster had printed it, so that nobody settles this message: what it brings is taken back at once.
async fn what_is_erased_while_it_is_printed_leaves_no_bytes(database: Database) {
    let shop = PrintShop::on(&database, false).await;
    let message = shop.messages(Kind::Paper).await.remove(0);
    let paper: PaperId = serde_json::from_value(message.payload.0["paper"].clone()).expect("a paper");
    let late = Late {
        press: shop.press.clone(),
        store: shop.scene.store.clone(),
        paper,
        runtime: tokio::runtime::Handle::current(),
    };
    let claimed = Claimed {
        id: message.id,
        kind: Kind::Paper,
        payload: message.payload.0.clone(),
        attempt: 2,
        claim: paper.into(),
        traceparent: None,
    };
    shop.maker(late).await.handle(&claimed).await.expect("done");
    assert_eq!(shop.files_stored().await, 0);
}

async fn a_key_is_published_until_its_last_paper_is_over(database: Database) {
    let shop = PrintShop::on(&database, false).await;
    let dispatcher = shop.open().await;
    shop.until(|message| message.settled_at.is_some()).await;
    dispatcher.stop().await;
    let old = shop.certificate().await.signed_with.expect("a key");

    // Rotated, and believed no longer as far as its own days go.
    let seal = || Seal::of("0123456789abcdef0123456789abcdef").expect("a seal");
    let rotate = move |tx: &mut persistence::Tx<'_>| keys::rotate(tx, &seal(), KeyPurpose::Papers, TimeDelta::zero());
    let new = shop.scene.write(Actor::System, rotate).await.kid;
    shop.scene.store.clock().system().pass(keys::PUBLISHED_AHEAD);
    let published = async || {
        let keys = shop.scene.read(|db| keys::published(db, KeyPurpose::Papers)).await;
        keys.into_iter().map(|key| key.kid).collect::<Vec<_>>()
    };
    assert_eq!(published().await, [old, new.clone()]);
    let over = "2027-03-22T23:00:00Z".parse().expect("an instant");
    shop.scene.store.clock().advance_to(over);
    assert_eq!(published().await, [new]);
}
