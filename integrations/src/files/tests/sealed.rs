//! Objects that lie encrypted: nobody reads them in the storage, everything else is as before.

use std::path::PathBuf;

use aws_lc_rs::digest::{SHA256, digest};
use domain::actor::Actor;
use persistence::keys::Seal;
use persistence::{Author, Options, Store, hub_state, migrate};

use super::*;

/// What is stored says this somewhere.
const SECRET: &[u8] = b"12AB34567 MARTIN Camille";

struct Hub {
    folder: tempfile::TempDir,
    store: Store,
}

impl Hub {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("hub.sqlite3").display());
        let store = Store::open(&url, &Options::default()).expect("a store");
        migrate::run(&store).expect("migrated");
        Self { folder, store }
    }

    async fn keyring(&self, writing: Writing) -> Keyring {
        let seal = Arc::new(Seal::of("a secret of the operator's").expect("a seal"));
        Keyring::open(&self.store, seal, writing).await.expect("keys")
    }

    /// The storage, as whoever steals it sees it.
    fn lying(&self) -> Files {
        Files::in_folder(self.folder.path().join("objects")).expect("prepared")
    }

    async fn files(&self) -> Files {
        self.lying().sealed_with(self.keyring(Writing::Sealed).await)
    }

    fn path(&self, id: DocumentId) -> PathBuf {
        let objects = self.folder.path().join("objects");
        objects.join(super::super::objects::location(id.0).as_ref())
    }
}

/// Bytes of which no two chunks are alike, with the secret at the beginning.
fn photo(size: usize) -> Bytes {
    let noise = (0_u64..).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes()[2]);
    SECRET.iter().copied().chain(noise).take(size).collect()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

async fn read(content: Content) -> Result<Vec<u8>> {
    let pieces: Vec<Bytes> = content.stream.try_collect().await?;
    Ok(pieces.concat())
}

/// Around the borders of chunks everything is different.
const SIZES: [usize; 9] = [1, 25, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 3_000_000];

#[tokio::test]
async fn what_lies_there_tells_nothing_and_comes_back_as_it_went() {
    let hub = Hub::start();
    let files = hub.files().await;
    for size in SIZES {
        let bytes = photo(size);
        files.put(id(1), bytes.clone()).await.expect("stored");
        let there = fs::read(hub.path(id(1))).expect("a file");
        assert!(there.starts_with(b"age-encryption.org/v1\n"));
        assert!(!there.windows(SECRET.len()).any(|window| window == SECRET), "{size}");

        assert!(files.bytes(id(1)).await.expect("opened") == bytes, "{size}");
        let content = files.get_checked(id(1), &sha256(&bytes)).await.expect("there");
        assert_eq!((content.size, content.range.clone()), (size as u64, 0..size as u64));
        assert!(read(content).await.expect("opened") == bytes, "{size}");
    }
}

#[tokio::test]
async fn any_part_of_it_can_be_read_for_itself() {
    let hub = Hub::start();
    let files = hub.files().await;
    for size in SIZES {
        let bytes = photo(size);
        files.put(id(1), bytes.clone()).await.expect("stored");
        let near = |middle: usize| middle.saturating_sub(1)..middle + 2;
        let interesting: Vec<usize> = near(0)
            .chain(near(65_536))
            .chain(near(131_072))
            .chain(near(size))
            .collect();
        for &start in &interesting {
            for &end in &interesting {
                let asked = start as u64..end as u64;
                let part = files.get(id(1), Some(asked.clone())).await;
                if start >= end || start >= size {
                    assert!(
                        matches!(part, Err(Error::RangeNotSatisfiable(_))),
                        "{asked:?} of {size}"
                    );
                    continue;
                }
                let end = end.min(size);
                let part = part.expect("there");
                assert_eq!((part.size, part.range.clone()), (size as u64, start as u64..end as u64));
                assert!(
                    read(part).await.expect("opened") == bytes[start..end],
                    "{asked:?} of {size}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_file_that_arrived_is_encrypted_on_its_way() {
    let hub = Hub::start();
    let files = hub.files().await;
    let spool = Spool::prepare(hub.folder.path().join("uploads")).expect("prepared");
    let bytes = photo(200_000);
    let mut arriving = spool.begin().expect("begun");
    arriving.write(&bytes).expect("written");
    files.put_file(id(1), arriving.end()).await.expect("stored");
    assert!(files.bytes(id(1)).await.expect("opened") == bytes);
    let there = fs::read(hub.path(id(1))).expect("a file");
    assert!(!there.windows(SECRET.len()).any(|window| window == SECRET));
    let uploads = hub.folder.path().join("uploads");
    assert_eq!(
        fs::read_dir(uploads).expect("listed").count(),
        0,
        "nothing stays on the way"
    );
}

/// Reads it whole and in part: neither may bring anything but what was stored, which a part that was left alone may be.
async fn refused(files: &Files, id: DocumentId) -> Error {
    if let Ok(part) = files.get(id, Some(0..10)).await
        && let Ok(bytes) = read(part).await
    {
        assert_eq!(bytes, &photo(10)[..]);
    }
    files.bytes(id).await.expect_err("it is not what was stored")
}

#[tokio::test]
async fn what_was_changed_in_the_storage_is_not_read() {
    let hub = Hub::start();
    let files = hub.files().await;
    let bytes = photo(150_000);
    files.put(id(1), bytes.clone()).await.expect("stored");
    let there = fs::read(hub.path(id(1))).expect("a file");

    for place in [0, 30, 60, 300, there.len() - 150_000, there.len() - 1] {
        let mut bent = there.clone();
        bent[place] ^= 1;
        fs::write(hub.path(id(1)), bent).expect("written");
        let error = files.bytes(id(1)).await.expect_err("it was changed");
        assert!(error.is_spoilt(), "{place}: {error}");
    }
    // Cut off anywhere, at the border of a chunk too; or with something behind.
    let header = there.len() - (150_000 + 3 * 16);
    for end in [
        0,
        10,
        header,
        header + 10,
        header + 65_552,
        header + 131_104,
        there.len() - 1,
    ] {
        fs::write(hub.path(id(1)), &there[..end]).expect("written");
        let outcome = files.get(id(1), None).await;
        let outcome = match outcome {
            Ok(content) => read(content).await,
            Err(error) => Err(error),
        };
        assert!(outcome.expect_err("it was cut off").is_spoilt(), "{end}");
    }
    fs::write(hub.path(id(1)), [there.as_slice(), b"more"].concat()).expect("written");
    assert!(refused(&files, id(1)).await.is_spoilt());
}

#[tokio::test]
async fn an_object_in_another_ones_place_is_not_read() {
    let hub = Hub::start();
    let files = hub.files().await;
    files.put(id(1), photo(1000)).await.expect("stored");
    files.put(id(2), photo(1000)).await.expect("stored");
    fs::copy(hub.path(id(2)), hub.path(id(1))).expect("swapped");
    assert!(matches!(refused(&files, id(1)).await, Error::DoesNotOpen(_)));
}

#[tokio::test]
async fn what_was_never_encrypted_is_none_of_the_hubs() {
    let hub = Hub::start();
    let files = hub.files().await;
    hub.lying().put(id(1), photo(1000)).await.expect("stored");
    assert!(matches!(refused(&files, id(1)).await, Error::NotSealed(_)));
}

#[tokio::test]
async fn a_hub_that_was_there_before_reads_what_it_stored() {
    let hub = Hub::start();
    let author = || Author::of(Actor::System);
    hub.files().await;
    hub.store
        .write(author(), hub_state::note_storage_open)
        .await
        .expect("noted");
    let files = hub.files().await;
    hub.lying().put(id(1), photo(100_000)).await.expect("stored");
    assert_eq!(files.lying(id(1)).await.expect("looked at"), Lying::Plain);
    assert!(files.bytes(id(1)).await.expect("read") == photo(100_000));
    let part = files.get(id(1), Some(70_000..80_000)).await.expect("there");
    assert!(read(part).await.expect("read") == photo(100_000)[70_000..80_000]);
    let error = files
        .bytes_checked(id(1), &sha256(b"another"))
        .await
        .expect_err("another");
    assert!(matches!(error, Error::NotAsStored(_)));

    // Once everything is encrypted, no more.
    hub.store
        .write(author(), hub_state::note_storage_sealed)
        .await
        .expect("noted");
    files.keyring().expect("keys").read_anew().await.expect("read");
    assert!(matches!(refused(&files, id(1)).await, Error::NotSealed(_)));
}

#[tokio::test]
async fn whoever_encrypts_no_more_reads_what_was_encrypted() {
    let hub = Hub::start();
    hub.files().await.put(id(1), photo(1000)).await.expect("stored");
    let files = hub.lying().sealed_with(hub.keyring(Writing::Plain).await);
    files.put(id(2), photo(2000)).await.expect("stored");
    assert!(fs::read(hub.path(id(2))).expect("a file") == photo(2000));
    assert!(files.bytes(id(1)).await.expect("opened") == photo(1000));
    assert!(files.bytes(id(2)).await.expect("read") == photo(2000));
    // And whoever begins again takes both.
    let files = hub.files().await;
    assert!(files.bytes(id(2)).await.expect("read") == photo(2000));
}

#[tokio::test]
async fn a_new_key_encrypts_and_the_old_one_still_opens() {
    let hub = Hub::start();
    let (files, elsewhere) = (hub.files().await, hub.files().await);
    files.put(id(1), photo(1000)).await.expect("stored");
    let first = files.lying(id(1)).await.expect("looked at");
    let second = files
        .keyring()
        .expect("keys")
        .rotate(Author::of(Actor::System))
        .await
        .expect("rotated");
    files.put(id(2), photo(2000)).await.expect("stored");
    assert_eq!(files.lying(id(2)).await.expect("looked at"), Lying::SealedWith(second));
    assert_ne!(first, Lying::SealedWith(second));
    assert!(files.bytes(id(1)).await.expect("opened") == photo(1000));
    // A process that has not heard of it looks it up.
    assert!(elsewhere.bytes(id(2)).await.expect("opened") == photo(2000));
    // With another secret nothing opens.
    let seal = Arc::new(Seal::of("another secret altogether").expect("a seal"));
    assert!(Keyring::open(&hub.store, seal, Writing::Sealed).await.is_err());
}
