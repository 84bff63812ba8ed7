use std::cell::Cell;
use std::future::{Ready, ready};
use std::rc::Rc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use futures::stream::{self, LocalBoxStream};
use futures::{FutureExt, StreamExt};
use rstest::rstest;
use tempfile::TempDir;

use super::*;

type Pieces = LocalBoxStream<'static, Result<Bytes, PayloadError>>;

/// Somebody who may upload, by the number in a header.
#[derive(Debug)]
struct Somebody(Uuid);

impl FromRequest for Somebody {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let number = request
            .headers()
            .get("x-number")
            .and_then(|number| number.to_str().ok());
        let number = number.and_then(|number| number.parse().ok());
        let known = number.map(|number| Self(Uuid::from_u128(number)));
        ready(known.ok_or_else(|| Problem::new(Code::Unauthenticated)))
    }
}

impl Uploader for Somebody {
    fn id(&self) -> Uuid {
        self.0
    }
}

/// A folder where uploads arrive, six at once, two of each.
struct Arrivals {
    folder: TempDir,
    uploads: Data<Uploads>,
}

impl Arrivals {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let spool = Spool::prepare(folder.path()).expect("prepared");
        let number = |number| NonZeroUsize::new(number).expect("not zero");
        let uploads = Data::new(Uploads::new(spool, number(6), number(2)));
        Self { folder, uploads }
    }

    /// How many files lie in it.
    fn count(&self) -> usize {
        std::fs::read_dir(self.folder.path()).expect("listed").count()
    }

    fn request(&self) -> TestRequest {
        TestRequest::post()
            .app_data(self.uploads.clone())
            .insert_header((CONTENT_TYPE, "multipart/form-data; boundary=x"))
    }

    async fn read(&self, request: TestRequest, pieces: Pieces) -> Result<Upload<Somebody>, Problem> {
        let mut payload = Payload::Stream { payload: pieces };
        Upload::from_request(&request.to_http_request(), &mut payload).await
    }

    /// Sent by somebody whom the number tells apart.
    async fn send_as(&self, number: u128, pieces: Pieces) -> Result<Upload<Somebody>, Problem> {
        let request = self.request().insert_header(("x-number", number.to_string()));
        self.read(request, pieces).await
    }
}

fn whole(body: Vec<u8>) -> Pieces {
    stream::iter([Ok(Bytes::from(body))]).boxed_local()
}

/// What goes on arriving for ever.
fn without_an_end(body: Vec<u8>) -> Pieces {
    stream::iter([Ok(Bytes::from(body))])
        .chain(stream::pending())
        .boxed_local()
}

async fn send(body: Vec<u8>) -> Result<Upload<Somebody>, Problem> {
    Arrivals::new().send_as(1, whole(body)).await
}

fn status(refused: &Problem) -> StatusCode {
    refused.code().status()
}

fn part(disposition: &str, content: &[u8]) -> Vec<u8> {
    [
        format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes(),
        content,
        b"\r\n",
    ]
    .concat()
}

fn form(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), b"--x--\r\n".to_vec()].concat()
}

fn photo() -> Vec<u8> {
    form(&[
        part("name=\"type\"", b"photo"),
        part("name=\"file\"", &vec![b'a'; 1_000_000]),
    ])
}

#[actix_web::test]
async fn a_form_is_read_in_any_order() {
    let (kind, file) = (
        part("name=\"type\"", b"photo"),
        part("name=\"file\"; filename=\"a/\u{1f600}.jpg\"", b"123"),
    );
    for form in [form(&[kind.clone(), file.clone()]), form(&[file, kind])] {
        let upload = send(form).await.expect("a form");
        assert_eq!(upload.only_field("type").expect("there"), "photo");
        assert_eq!(upload.file.name.as_deref(), Some("\u{1f600}.jpg"));
        assert_eq!(upload.file.spooled.size, 3);
        assert_eq!(upload.file.inspection.size(), 3);
    }
}

#[rstest]
#[case::no_file(&[part("name=\"type\"", b"photo")], "/file", "missing")]
#[case::no_type(&[part("name=\"file\"", b"1")], "/type", "missing")]
#[case::two_files(&[part("name=\"file\"", b"1"), part("name=\"file\"", b"2")], "/file", "repeated")]
#[case::other(&[part("name=\"file\"", b"1"), part("name=\"type\"", b"photo"), part("name=\"colour\"", b"red")], "/colour", "unknown_field")]
#[case::null(&[part("name=\"file\"", b"1"), part("name=\"type\"", b"pho\0to")], "/type", "null_character")]
#[case::not_text(&[part("name=\"file\"", b"1"), part("name=\"type\"", b"\xff\xfe")], "/type", "invalid")]
#[case::long(&[part("name=\"file\"", b"1"), part("name=\"type\"", &[b'a'; 2000])], "/type", "too_long")]
#[actix_web::test]
async fn a_form_has_what_it_must_and_no_more(#[case] parts: &[Vec<u8>], #[case] place: &str, #[case] code: &str) {
    let upload = send(form(parts)).await;
    let refused = upload.and_then(|upload| upload.only_field("type").map(str::to_owned));
    let refused = refused.expect_err("refused");
    assert_eq!(status(&refused), StatusCode::UNPROCESSABLE_ENTITY);
    let problem: serde_json::Value = serde_json::from_str(&refused.body()).expect("a problem");
    assert_eq!(problem["errors"][0]["pointer"], place);
    assert_eq!(problem["errors"][0]["code"], code);
}

#[actix_web::test]
async fn what_is_no_form_is_malformed() {
    let refused = send(b"nothing".to_vec()).await.expect_err("refused");
    assert_eq!(status(&refused), StatusCode::BAD_REQUEST);
    let cut = part("name=\"file\"", b"123");
    let refused = send(cut[..cut.len() - 2].to_vec()).await.expect_err("refused");
    assert_eq!(status(&refused), StatusCode::BAD_REQUEST);
}

#[rstest]
#[case::a_file(form(&[part("name=\"file\"", &vec![b'a'; most_bytes() + 1])]))]
#[case::what_stands_before_the_form(vec![b'\n'; most_bytes() + AROUND + 1])]
#[case::what_stands_behind_it([photo(), vec![b'a'; most_bytes()]].concat())]
#[actix_web::test]
async fn a_form_has_a_limit(#[case] body: Vec<u8>) {
    let refused = send(body).await.expect_err("refused");
    assert_eq!(status(&refused), StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn nothing_of_a_stranger_is_read() {
    let arrivals = Arrivals::new();
    let read = Rc::new(Cell::new(false));
    let noted = read.clone();
    let body = stream::once(async move {
        noted.set(true);
        Ok(Bytes::from(photo()))
    });
    let refused = arrivals.read(arrivals.request(), body.boxed_local()).await;
    assert_eq!(status(&refused.expect_err("refused")), StatusCode::UNAUTHORIZED);
    assert!(!read.get());
}

#[actix_web::test]
async fn uploads_are_so_many_at_once_and_the_others_wait() {
    let arrivals = Arrivals::new();
    let senders = [1, 1, 1, 2, 2, 3, 3, 4];
    let mut uploads = senders.map(|sender| {
        let upload = arrivals.send_as(sender, whole(photo()));
        Box::pin(upload)
    });
    let mut arrived = Vec::new();
    // Whoever has arrived keeps their turn until their file is stored.
    for upload in [0, 1, 3, 4, 5, 6] {
        arrived.push(uploads[upload].as_mut().await.expect("their turn"));
    }
    assert_eq!(arrivals.count(), 6);
    assert!(uploads[2].as_mut().now_or_never().is_none(), "a third of one sender");
    assert!(uploads[7].as_mut().now_or_never().is_none(), "a seventh of all");
    arrived.remove(0);
    assert!(uploads[7].as_mut().await.is_ok(), "the one who waited only for that");
}

#[actix_web::test]
async fn a_file_is_there_as_long_as_its_upload() {
    let arrivals = Arrivals::new();
    let upload = arrivals.send_as(1, whole(photo())).await.expect("arrived");
    assert_eq!(arrivals.count(), 1);
    drop(upload);
    assert_eq!(arrivals.count(), 0);
}

#[rstest]
#[case::a_refusal(form(&[part("name=\"file\"", &vec![b'a'; 1_000_000]), part("name=\"file\"", b"1")]))]
#[case::too_large(form(&[part("name=\"file\"", &vec![b'a'; most_bytes() + 1])]))]
#[case::cut_off(part("name=\"file\"", &vec![b'a'; 1_000_000]))]
#[actix_web::test]
async fn a_form_that_came_to_nothing_leaves_nothing(#[case] body: Vec<u8>) {
    let arrivals = Arrivals::new();
    assert!(arrivals.send_as(1, whole(body)).await.is_err());
    assert_eq!(arrivals.count(), 0);
}

#[actix_web::test]
async fn a_sender_who_goes_away_leaves_nothing() {
    let arrivals = Arrivals::new();
    let cut = part("name=\"file\"", &vec![b'a'; 1_000_000]);
    let upload = arrivals.send_as(1, without_an_end(cut));
    let mut upload = Box::pin(upload);
    while arrivals.count() == 0 {
        assert!(upload.as_mut().now_or_never().is_none());
        tokio::task::yield_now().await;
    }
    drop(upload);
    // The last writing may still be under way.
    while arrivals.count() > 0 {
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn a_form_that_comes_too_slowly_is_given_up() {
    let arrivals = Arrivals::new();
    let cut = part("name=\"file\"", &[b'a'; 1_000]);
    let refused = arrivals.send_as(1, without_an_end(cut)).await.expect_err("too slow");
    assert_eq!(refused.code(), Code::RequestTimeout);
    let now_and_then = stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Some((Ok(Bytes::from_static(b"a")), ()))
    });
    let refused = arrivals
        .send_as(1, now_and_then.boxed_local())
        .await
        .expect_err("too slow");
    assert_eq!(refused.code(), Code::RequestTimeout);
    assert_eq!(arrivals.count(), 0);
}

#[actix_web::test]
async fn whoever_waits_too_long_for_their_turn_is_told_to_come_back() {
    let arrivals = Arrivals::new();
    let _first = arrivals.send_as(1, whole(photo())).await.expect("their turn");
    let _second = arrivals.send_as(1, whole(photo())).await.expect("their turn");
    let refused = arrivals.send_as(1, whole(photo())).await.expect_err("no turn");
    assert_eq!(refused.code(), Code::Unavailable);
}

#[test]
fn names_lose_what_could_deceive() {
    assert_eq!(plain_name("../../etc/passwd"), "passwd");
    assert_eq!(plain_name("C:\\Photos\\moi.jpg"), "moi.jpg");
    assert_eq!(plain_name("x\u{202e}gpj.exe\r\n"), "xgpj.exe");
    assert_eq!(plain_name(&"é".repeat(300)).chars().count(), 255);
}
