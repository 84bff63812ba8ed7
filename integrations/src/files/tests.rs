use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use domain::ids::DocumentId;

use super::*;

mod bucket;
mod sealed;
mod spool;

fn id(number: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(number))
}

fn files() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files::in_folder(folder.path().join("objects")).expect("prepared");
    (folder, files)
}

async fn text(content: Content) -> String {
    let bytes: Vec<Bytes> = content.stream.try_collect().await.expect("readable");
    String::from_utf8(bytes.concat()).expect("text")
}

#[tokio::test]
async fn what_is_put_can_be_read_whole_and_in_part_until_it_is_deleted() {
    let (_folder, files) = files();
    files.put(id(1), Bytes::from("une photo")).await.expect("stored");

    assert_eq!(files.bytes(id(1)).await.expect("there"), "une photo");
    let whole = files.get(id(1), None).await.expect("there");
    assert_eq!((whole.size, whole.range.clone()), (9, 0..9));
    assert_eq!(text(whole).await, "une photo");
    let part = files.get(id(1), Some(4..9)).await.expect("there");
    assert_eq!((part.size, part.range.clone()), (9, 4..9));
    assert_eq!(text(part).await, "photo");

    files.delete(id(1)).await.expect("deleted");
    files.delete(id(1)).await.expect("deleted already");
    assert!(matches!(files.get(id(1), None).await, Err(Error::NotFound(key)) if key == id(1).0));
    assert!(matches!(files.bytes(id(1)).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_range_beyond_the_end_is_told_apart_from_a_broken_storage() {
    let (_folder, files) = files();
    files.put(id(1), Bytes::from("court")).await.expect("stored");
    let refused = files.get(id(1), Some(100..200)).await;
    assert!(matches!(refused, Err(Error::RangeNotSatisfiable(_))), "{refused:?}");
}

#[tokio::test]
async fn ten_megabytes_come_back_as_they_went() {
    let (_folder, files) = files();
    let bytes: Vec<u8> = (0..10_485_760_u32).map(|n| n.to_le_bytes()[(n % 3) as usize]).collect();
    files.put(id(1), bytes.clone().into()).await.expect("stored");
    let pieces: Vec<Bytes> = files
        .get(id(1), None)
        .await
        .expect("there")
        .stream
        .try_collect()
        .await
        .expect("readable");
    assert!(pieces.concat() == bytes);
}

#[tokio::test]
async fn the_listing_shows_every_object_and_nothing_else() {
    let (_folder, files) = files();
    files.put(id(1), Bytes::from("a")).await.expect("stored");
    files.put(id(0xff02), Bytes::from("bc")).await.expect("stored");
    files.probe().await.expect("healthy");

    let listed: Vec<Listed> = files.list().try_collect().await.expect("listed");
    let sizes: BTreeMap<Uuid, u64> = listed.iter().map(|object| (object.key, object.size)).collect();
    assert_eq!(sizes, BTreeMap::from([(id(1).0, 1), (id(0xff02).0, 2)]));
}

#[tokio::test]
async fn interrupted_uploads_are_removed_once_they_are_old() {
    let (folder, files) = files();
    let root = folder.path().join("objects");
    let leave = |name: &str, age: Duration| {
        let file = fs::File::create(root.join("0a").join(name)).expect("left behind");
        let written = fs::metadata(&root).expect("there").modified().expect("known") - age;
        file.set_modified(written).expect("aged");
    };
    leave("old#1", Duration::from_hours(2));
    leave("running#1", Duration::from_mins(1));

    assert_eq!(files.remove_unfinished().await.expect("swept"), 1);
    assert!(root.join("0a/running#1").exists());
}

#[tokio::test]
async fn a_storage_that_cannot_be_written_is_not_ready() {
    let (folder, files) = files();
    files.probe().await.expect("healthy");
    fs::remove_dir_all(folder.path().join("objects")).expect("gone");
    fs::write(folder.path().join("objects"), "no folder any more").expect("in the way");
    assert!(files.probe().await.is_err());
}

#[cfg(unix)]
#[test]
fn nobody_else_looks_into_the_folder() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _files) = files();
    let mode = |path: &str| {
        fs::metadata(folder.path().join(path))
            .expect("there")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!((mode("objects"), mode("objects/00")), (0o700, 0o700));
}
