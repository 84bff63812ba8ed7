//! A bucket: a server that answers as the reference of S3 says, object by object.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::*;
use crate::http::double::ReceivedRequest;

const LAST_MODIFIED: &str = "Sun, 22 Nov 2026 09:00:00 GMT";

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// The storage, which stands as long as this is kept.
struct Storage {
    server: MockServer,
    objects: Objects,
}

impl Storage {
    async fn start() -> Self {
        let (server, objects) = (MockServer::start().await, Objects::default());
        let answers = Answers(objects.clone());
        Mock::given(any()).respond_with(answers).mount(&server).await;
        Self { server, objects }
    }

    fn files(&self, key: &str) -> Files {
        bucket_at(self.server.uri(), key)
    }

    fn keys(&self) -> Vec<String> {
        self.objects.lock().expect("nobody panicked").keys().cloned().collect()
    }
}

fn bucket_at(endpoint: String, key: &str) -> Files {
    Files::in_bucket(&Bucket {
        name: "papers".to_owned(),
        prefix: "hub".to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: Some(endpoint),
        key: Some(Key {
            id: key.to_owned(),
            secret: "a secret".to_owned(),
        }),
    })
    .expect("a bucket")
}

struct Answers(Objects);

impl Respond for Answers {
    fn respond(&self, asked: &Request) -> ResponseTemplate {
        let header = |name| asked.headers.get(name).and_then(|value| value.to_str().ok());
        let signed = header("authorization").unwrap_or_default();
        if !signed.starts_with("AWS4-HMAC-SHA256 Credential=hub/") {
            return error(403, "InvalidAccessKeyId");
        }
        let mut objects = self.0.lock().expect("nobody panicked");
        let (path, query) = (asked.url.path(), asked.url.query().unwrap_or_default());
        match asked.method.as_str() {
            "GET" if path == "/papers" && query.contains("list-type=2") => found(200).set_body_bytes(listing(&objects)),
            "POST" | "PUT" | "DELETE" if query.contains("upload") => in_parts(&mut objects, asked),
            "PUT" => {
                objects.insert(path.to_owned(), asked.body.clone());
                found(200)
            }
            "DELETE" => {
                objects.remove(path);
                ResponseTemplate::new(204)
            }
            _ => match (objects.get(path), header("range")) {
                (None, _) => error(404, "NoSuchKey"),
                (Some(bytes), None) => found(200).set_body_bytes(bytes.clone()),
                (Some(bytes), Some(range)) => part(bytes, range),
            },
        }
    }
}

/// An object that comes in parts: these lie under keys of their own until it is whole, or given up.
fn in_parts(objects: &mut BTreeMap<String, Vec<u8>>, asked: &Request) -> ResponseTemplate {
    let path = asked.url.path();
    let number = asked.url.query_pairs().find(|(name, _)| name == "partNumber");
    let is_begun = asked.url.query_pairs().any(|(name, _)| name == "uploadId");
    let parts = objects
        .keys()
        .filter(|key| key.starts_with(&format!("{path}#")))
        .cloned();
    let parts: Vec<_> = parts.collect();
    match (asked.method.as_str(), number) {
        ("PUT", Some(_)) if asked.body.starts_with(b"refuse") => error(400, "InvalidPart"),
        ("PUT", Some((_, number))) => {
            objects.insert(format!("{path}#{number:0>5}"), asked.body.clone());
            found(200)
        }
        ("POST", _) if is_begun => {
            let whole = parts.iter().filter_map(|part| objects.remove(part)).flatten().collect();
            objects.insert(path.to_owned(), whole);
            found(200).set_body_string("<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>")
        }
        ("POST", _) => found(200)
            .set_body_string("<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"),
        _ => {
            for part in parts {
                objects.remove(&part);
            }
            ResponseTemplate::new(204)
        }
    }
}

fn error(status: u16, code: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_string(format!("<Error><Code>{code}</Code></Error>"))
}

fn found(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("ETag", "\"1\"")
        .insert_header("Last-Modified", LAST_MODIFIED)
}

fn part(bytes: &[u8], range: &str) -> ResponseTemplate {
    let (first, last) = range.trim_start_matches("bytes=").split_once('-').expect("a range");
    let (first, last): (usize, usize) = (first.parse().expect("a number"), last.parse().expect("a number"));
    let Some(part) = bytes
        .get(first..bytes.len().min(last + 1))
        .filter(|part| !part.is_empty())
    else {
        return error(416, "InvalidRange");
    };
    let last = first + part.len() - 1;
    found(206)
        .insert_header("Content-Range", format!("bytes {first}-{last}/{}", bytes.len()))
        .set_body_bytes(part)
}

fn listing(objects: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let rows: Vec<_> = objects
        .iter()
        .map(|(path, bytes)| {
            let (key, size) = (path.trim_start_matches("/papers/"), bytes.len());
            let at = "2026-11-22T09:00:00.000Z";
            format!("<Contents><Key>{key}</Key><LastModified>{at}</LastModified><ETag>1</ETag><Size>{size}</Size></Contents>")
        })
        .collect();
    let rows = rows.concat();
    format!("<ListBucketResult>{rows}<IsTruncated>false</IsTruncated></ListBucketResult>").into_bytes()
}

#[tokio::test]
async fn a_bucket_keeps_what_a_folder_keeps() {
    let storage = Storage::start().await;
    let files = storage.files("hub");
    files.put(id(0xff02), Bytes::from("une photo")).await.expect("stored");
    assert_eq!(
        storage.keys(),
        [format!("/papers/hub/02/{}", id(0xff02).0)],
        "as in a folder, behind the prefix"
    );

    assert_eq!(files.bytes(id(0xff02)).await.expect("there"), "une photo");
    let part = files.get(id(0xff02), Some(4..9)).await.expect("there");
    assert_eq!((part.size, part.range.clone()), (9, 4..9));
    assert_eq!(text(part).await, "photo");
    let beyond = files.get(id(0xff02), Some(100..200)).await;
    assert!(matches!(beyond, Err(Error::RangeNotSatisfiable(_))), "{beyond:?}");

    files.probe().await.expect("healthy");
    let listed: Vec<Listed> = files.list().try_collect().await.expect("listed");
    assert_eq!(
        listed
            .iter()
            .map(|object| (object.key, object.size))
            .collect::<Vec<_>>(),
        [(id(0xff02).0, 9)]
    );

    files.delete(id(0xff02)).await.expect("deleted");
    files.delete(id(0xff02)).await.expect("deleted already");
    assert!(matches!(files.bytes(id(0xff02)).await, Err(Error::NotFound(_))));
    assert_eq!(files.remove_unfinished().await.expect("nothing to do"), 0);
}

#[tokio::test]
async fn a_bucket_that_refuses_the_key_is_not_ready() {
    let storage = Storage::start().await;
    let refused = storage.files("somebody").probe().await;
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
}

/// A storage that accepts every connection and answers none.
async fn frozen() -> Files {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut connections = Vec::new();
        while let Ok(connection) = listener.accept().await {
            connections.push(connection);
        }
    });
    bucket_at(endpoint, "hub")
}

/// How long was waited for a storage that did not answer.
#[track_caller]
fn waited<T: std::fmt::Debug>(answer: Result<T>) -> Duration {
    match answer {
        Err(Error::Silent(waited)) => waited,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_storage_that_stands_still_is_waited_for_two_seconds() {
    let files = frozen().await;
    let two_seconds = Duration::from_secs(2);
    let mut listing = files.list();
    let (probed, read, whole, deleted, listed) = tokio::join!(
        files.probe(),
        files.get(id(1), Some(0..1)),
        files.bytes(id(1)),
        files.delete(id(1)),
        listing.try_next(),
    );
    assert_eq!(waited(probed), two_seconds);
    assert_eq!(waited(read), two_seconds);
    assert_eq!(waited(whole), two_seconds);
    assert_eq!(waited(deleted), two_seconds);
    assert_eq!(waited(listed), two_seconds);
}

#[tokio::test]
async fn a_large_file_is_given_the_time_that_it_takes() {
    let files = frozen().await;
    let put = files.put(id(1), Bytes::from(vec![7; 1024 * 1024])).await;
    assert_eq!(waited(put), Duration::from_secs(3));
}

/// Begins to answer and stops in the middle.
#[tokio::test]
async fn an_object_that_stops_in_the_middle_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut connections = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            ReceivedRequest::read(&mut stream).await.ok();
            let headers = [
                ("ETag", "\"1\"".to_owned()),
                ("Last-Modified", LAST_MODIFIED.to_owned()),
            ];
            let head = crate::http::double::head(200, &headers, 9);
            stream.write_all(head.as_bytes()).await.ok();
            stream.write_all(b"une").await.ok();
            connections.push(stream);
        }
    });
    let files = bucket_at(endpoint, "hub");
    let found = files.get(id(1), None).await.expect("it begins");
    let pieces: Result<Vec<Bytes>> = found.stream.try_collect().await;
    assert_eq!(waited(pieces), Duration::from_secs(2));
}

/// As much as goes at once, of one byte, and a little more.
fn archive(spool: &Spool, first: &[u8]) -> Spooled {
    let mut arriving = spool.begin().expect("a file");
    arriving.write(first).expect("room");
    let piece = vec![b'z'; 1024 * 1024];
    for _ in 0..17 {
        arriving.write(&piece).expect("room");
    }
    arriving.end()
}

#[tokio::test]
async fn what_is_large_goes_in_parts() {
    let storage = Storage::start().await;
    let files = storage.files("hub");
    let folder = tempfile::tempdir().expect("a folder");
    let spool = Spool::prepare(folder.path()).expect("a spool");
    let key = Uuid::from_u128(7);
    let file = archive(&spool, b"PK");
    let size = usize::try_from(file.size).expect("a size");
    files.put_file(key, file).await.expect("stored");
    assert_eq!(storage.keys().len(), 1, "{:?}", storage.keys());
    let bytes = files.bytes(key).await.expect("the object");
    assert_eq!((bytes.len(), &bytes[..3]), (size, &b"PKz"[..]));

    // Of one that is refused no part is left.
    let refused = files.put_file(Uuid::from_u128(8), archive(&spool, b"refuse")).await;
    assert!(refused.is_err());
    assert_eq!(storage.keys().len(), 1, "{:?}", storage.keys());
}
