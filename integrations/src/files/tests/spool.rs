use aws_lc_rs::digest::{SHA256, digest};

use super::*;

fn spool() -> (tempfile::TempDir, Spool) {
    let folder = tempfile::tempdir().expect("a folder");
    let spool = Spool::prepare(folder.path().join("uploads")).expect("prepared");
    (folder, spool)
}

fn arrived(spool: &Spool) -> Spooled {
    let mut arriving = spool.begin().expect("begun");
    arriving.write(b"une ").expect("written");
    arriving.write(b"photo").expect("written");
    arriving.end()
}

fn count(folder: &tempfile::TempDir) -> usize {
    fs::read_dir(folder.path().join("uploads")).expect("listed").count()
}

#[tokio::test]
async fn what_arrived_becomes_an_object() {
    let (folder, spool) = spool();
    let files = Files::in_folder(folder.path().join("objects")).expect("prepared");
    let file = arrived(&spool);
    assert_eq!(file.size, 9);
    assert_eq!(file.sha256, digest(&SHA256, b"une photo").as_ref());
    files.put_file(id(1), file).await.expect("stored");
    assert_eq!(files.bytes(id(1)).await.expect("there"), "une photo");
    assert_eq!(count(&folder), 0);
}

#[test]
fn what_is_dropped_is_gone() {
    let (folder, spool) = spool();
    let mut arriving = spool.begin().expect("begun");
    arriving.write(b"une photo").expect("written");
    assert_eq!(count(&folder), 1);
    drop(arriving);
    drop(arrived(&spool));
    assert_eq!(count(&folder), 0);
}

#[test]
fn what_a_kill_left_behind_is_swept_and_what_still_arrives_is_not() {
    let (folder, spool) = spool();
    let arriving = spool.begin().expect("begun");
    let age = |path: &std::path::Path| {
        let file = fs::File::open(path).expect("there");
        let written = file.metadata().expect("there").modified().expect("known");
        file.set_modified(written - Duration::from_mins(2)).expect("aged");
    };
    let uploads = folder.path().join("uploads");
    fs::write(uploads.join("left-behind"), b"une").expect("left behind");
    fs::write(uploads.join("just-begun"), b"une").expect("left behind");
    for entry in fs::read_dir(&uploads).expect("listed") {
        let path = entry.expect("listed").path();
        if !path.ends_with("just-begun") {
            age(&path);
        }
    }
    // Another process starts.
    Spool::prepare(&uploads).expect("prepared");
    assert_eq!(count(&folder), 2);
    assert!(!uploads.join("left-behind").exists());
    drop(arriving);
    assert_eq!(count(&folder), 1);
}
