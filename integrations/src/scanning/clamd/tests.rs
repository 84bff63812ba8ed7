//! The client against daemons that are played: one as it should be, and what others may do.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use futures::stream;
use rstest::rstest;
use tokio::net::TcpListener;

use super::*;

/// What a daemon does with a connection, once it has read the command.
enum Manner {
    /// Reads the whole file, and then answers with this.
    Answers(&'static [u8]),
    /// Answers with this before it has read anything of the file, and reads no more.
    Interrupts(&'static [u8]),
    /// Answers with this over and over.
    GoesOn(&'static [u8]),
    /// Closes the connection at once.
    Closes,
    /// Reads nothing and says nothing.
    Hangs,
}

/// A daemon of one manner; what it has read of files.
async fn daemon(manner: Manner) -> (Clamd, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let received = Arc::new(Mutex::new(Vec::new()));
    let files = received.clone();
    tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await.expect("a connection");
            // Whatever goes wrong is the client's to notice.
            let _ = serve(&mut connection, &manner, &files).await;
        }
    });
    let address = Address::Tcp("127.0.0.1".to_owned(), port);
    (Clamd::at(address), received)
}

async fn serve(connection: &mut TcpStream, manner: &Manner, files: &Mutex<Vec<u8>>) -> io::Result<()> {
    match manner {
        Manner::Answers(answer) => {
            let mut command = Vec::new();
            while connection.read_u8().await.map(|byte| command.push(byte)).is_ok() && command.last() != Some(&0) {}
            if command == b"zINSTREAM\0" {
                loop {
                    let length = connection.read_u32().await?;
                    if length == 0 {
                        break;
                    }
                    let mut chunk = vec![0; length as usize];
                    connection.read_exact(&mut chunk).await?;
                    files.lock().expect("unspoiled").extend(chunk);
                }
            }
            connection.write_all(answer).await
        }
        Manner::Interrupts(answer) => {
            connection.write_all(answer).await?;
            // What was sent and not read would reset the connection, and the answer with it.
            let mut unread = [0; 1024];
            while connection.read(&mut unread).await? > 0 {}
            Ok(())
        }
        Manner::GoesOn(answer) => loop {
            connection.write_all(answer).await?;
        },
        Manner::Closes => Ok(()),
        Manner::Hangs => std::future::pending().await,
    }
}

fn file(pieces: &[&'static [u8]]) -> Scanned {
    let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece))).collect();
    stream::iter(pieces).boxed()
}

/// A file of megabytes, which no connection holds while nobody reads.
fn large() -> Scanned {
    stream::iter((0..100).map(|_| Ok(Bytes::from(vec![7; 1024 * 1024])))).boxed()
}

#[rstest]
#[case(b"stream: OK\0", Verdict::Clean)]
#[case(b"stream: OK\0and more\0", Verdict::Clean)]
#[case(b"stream: Eicar-Test-Signature FOUND\0", Verdict::Infected("Eicar-Test-Signature".to_owned()))]
#[case(b"stream: Odd\x1b[31m\xff name FOUND\0", Verdict::Infected("Odd?[31m? name".to_owned()))]
#[tokio::test]
async fn a_daemon_says_what_it_found(#[case] answer: &'static [u8], #[case] expected: Verdict) {
    let (clamd, received) = daemon(Manner::Answers(answer)).await;
    // An empty chunk would end the file: what comes behind an empty piece is sent all the same.
    let verdict = clamd.scan(file(&[b"first, ", b"", b"second"])).await;
    assert_eq!(verdict, Ok(expected));
    assert_eq!(*received.lock().expect("unspoiled"), b"first, second");
}

#[tokio::test]
async fn a_large_file_gets_there_whole() {
    let (clamd, received) = daemon(Manner::Answers(b"stream: OK\0")).await;
    assert_eq!(clamd.scan(large()).await, Ok(Verdict::Clean));
    assert_eq!(received.lock().expect("unspoiled").len(), 100 * 1024 * 1024);
}

#[rstest]
#[case::nothing(Manner::Answers(b""), "before it had answered")]
#[case::cut_off(Manner::Answers(b"stream: OK"), "before it had answered")]
#[case::an_error(Manner::Answers(b"stream: Can't allocate memory ERROR\0"), "Can't allocate memory")]
#[case::another_command(Manner::Answers(b"UNKNOWN COMMAND\0"), "something else")]
#[case::another_file(Manner::Answers(b"/etc/passwd: OK\0"), "something else")]
#[case::two_words(Manner::Answers(b"stream: OK OK\0"), "something else")]
#[case::lower_case(Manner::Answers(b"stream: ok\0"), "something else")]
#[case::not_text(Manner::Answers(b"\xff\xfe\xfd\0"), "something else")]
#[case::found_without_an_end(Manner::Answers(b"stream: X FOUND"), "before it had answered")]
#[case::endless(Manner::GoesOn(b"stream: Eicar-Test-Signature "), "without an end")]
#[case::too_early_clean(Manner::Interrupts(b"stream: OK\0"), "before it had the whole file")]
#[case::too_early_found(Manner::Interrupts(b"stream: X FOUND\0"), "before it had the whole file")]
#[case::closes(Manner::Closes, "closed the connection")]
#[tokio::test]
async fn other_answers_say_nothing_about_the_file(#[case] manner: Manner, #[case] expected: &str) {
    let (clamd, _) = daemon(manner).await;
    match clamd.scan(large()).await {
        Err(Failure::Later(why)) => assert!(why.contains(expected), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_limit_below_that_of_uploads_is_the_operators_to_raise() {
    for manner in [Manner::Interrupts, Manner::Answers] {
        let (clamd, _) = daemon(manner(b"INSTREAM size limit exceeded. ERROR\0")).await;
        match clamd.scan(large()).await {
            Err(Failure::Hindered(why)) => assert!(why.contains("StreamMaxLength"), "{why}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_daemon_that_hangs_is_left() {
    let (mut clamd, _) = daemon(Manner::Hangs).await;
    let soon = Duration::from_millis(50);
    (clamd.patience.take, clamd.patience.answer, clamd.patience.pong) = (soon, soon, soon);
    for file in [file(&[b"short"]), large()] {
        match clamd.scan(file).await {
            Err(Failure::Later(why)) => assert!(why.contains("in time") || why.contains("no more"), "{why}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(clamd.ping().await.is_err());
}

#[tokio::test]
async fn a_daemon_that_is_gone_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let folder = tempfile::tempdir().expect("a folder");
    for address in [
        Address::Tcp("127.0.0.1".to_owned(), port),
        Address::Unix(folder.path().join("clamd.ctl")),
    ] {
        let clamd = Clamd::at(address);
        let began = Instant::now();
        for failure in [clamd.scan(large()).await.map(drop), clamd.ping().await] {
            assert!(matches!(failure, Err(Failure::Later(_))), "{failure:?}");
        }
        assert!(began.elapsed() < Patience::USUAL.connect);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_not_judged_by_its_beginning() {
    let (clamd, _) = daemon(Manner::Answers(b"stream: OK\0")).await;
    let broken = stream::iter([Ok(Bytes::from_static(b"first")), Err(io::Error::other("the disk"))]).boxed();
    assert_eq!(clamd.scan(broken).await, Err(Failure::Later("the disk".to_owned())));
}

#[tokio::test]
async fn it_says_that_it_is_there() {
    let (clamd, _) = daemon(Manner::Answers(b"PONG\0")).await;
    assert_eq!(clamd.ping().await, Ok(()));
    let (clamd, _) = daemon(Manner::Answers(b"PANG\0")).await;
    assert!(clamd.ping().await.is_err());
}
