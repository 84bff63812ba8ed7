//! What drivers entrust to the hub lies encrypted, is compared with what was stored, and moves elsewhere.

use std::path::PathBuf;

use futures::TryStreamExt as _;
use integrations::files::Files;
use integrations::storage::{self, Copied, Finding};
use tests::Reading as _;
use tests::files;
use tests::hub::Hub;
use tests::people::Person;
use uuid::Uuid;

tests::stories![
    nobody_reads_a_document_from_the_disk,
    what_was_changed_or_lost_is_found,
    everything_moves_elsewhere,
];

/// How a file begins that is encrypted in the age format.
const AGE: &[u8] = b"age-encryption.org/v1";

async fn nobody_reads_a_document_from_the_disk(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let photo = files::photo();
    let id = camille.upload(&case, "photo", files::photo()).await;
    let lying = std::fs::read(path(hub, &id)).expect("a file");
    assert!(lying.starts_with(AGE));
    let part = &photo.bytes[photo.bytes.len() / 2..][..64];
    assert!(!lying.windows(part.len()).any(|window| window == part));
    let content = format!("/v1/cases/{case}/documents/{id}/content");
    assert_eq!(camille.get(&content).await.expect(200).body, photo.bytes);
}

async fn what_was_changed_or_lost_is_found(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    hub.mailbox().await.everything_to(&camille.person.email).await;
    assert_eq!(findings(hub, &hub.storage()).await, []);

    let documents = camille.case(&case).await.list("/documents").to_vec();
    let [changed, lost] = [0, 1].map(|which| documents[which].id());
    let mut bytes = std::fs::read(path(hub, &changed)).expect("a file");
    // In its first chunk, behind the header.
    bytes[700] ^= 1;
    std::fs::write(path(hub, &changed), bytes).expect("written");
    std::fs::remove_file(path(hub, &lost)).expect("removed");
    let mut expected = [(changed.clone(), Finding::DoesNotOpen), (lost, Finding::Missing)];
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(findings(hub, &hub.storage()).await, expected);

    // It is not served, not even in part.
    let content = format!("/v1/cases/{case}/documents/{changed}/content");
    camille.get(&content).await.not_found();
}

async fn everything_moves_elsewhere(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    camille.complete_case().await;
    hub.mailbox().await.everything_to(&camille.person.email).await;
    let folder = tempfile::tempdir().expect("a folder");
    let elsewhere = Files::in_folder(folder.path()).expect("a storage");
    let here = Files::in_folder(hub.files_folder()).expect("a storage");
    let first = copied(&here, &elsewhere).await;
    assert!(first > 5, "{first} copied");
    // Run again, it goes on where it was.
    assert_eq!(copied(&here, &elsewhere).await, 0);
    let keyring = hub.storage().keyring().expect("keys").clone();
    assert_eq!(findings(hub, &elsewhere.sealed_with(keyring)).await, []);
}

async fn copied(from: &Files, to: &Files) -> usize {
    let all: Vec<_> = storage::copy(from, to).try_collect().await.expect("a copy");
    all.iter().filter(|done| matches!(done, Copied::Object(_))).count()
}

/// What is wrong with which object, in the order of the keys.
async fn findings(hub: &Hub, files: &Files) -> Vec<(String, Finding)> {
    let all = storage::verify(hub.store(), files, None).try_collect::<Vec<_>>();
    let all = all.await.expect("a look at everything");
    assert!(!all.is_empty());
    let wrong = all
        .into_iter()
        .filter_map(|seen| Some((seen.object.key.to_string(), seen.finding?)));
    wrong.collect()
}

fn path(hub: &Hub, id: &str) -> PathBuf {
    let key: Uuid = id.parse().expect("an id");
    let name = key.to_string();
    hub.files_folder().join(&name[name.len() - 2..]).join(name)
}
