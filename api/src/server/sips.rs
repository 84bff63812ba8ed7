//! A connection that is read a little at a time.
//!
//! actix reads whatever has arrived, up to 128 KB, and makes requests of all of it before the first is answered: some
//! thousands, of a client that sends many and reads nothing, and each takes a hundred times its bytes. Between two sips
//! it finds time to see that enough of them wait.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes that are read at once: a head of the usual size, a few of the smallest.
const SIP: usize = 4 * 1024;

/// See the module.
pub(super) struct Sipped {
    stream: TcpStream,
    /// Whether the last reading brought something, so that the next one waits a turn.
    is_resting: bool,
}

impl Sipped {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            is_resting: false,
        }
    }
}

impl AsyncRead for Sipped {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if std::mem::take(&mut self.is_resting) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut bytes = [0; SIP];
        let room = to.remaining().min(SIP);
        let mut sip = ReadBuf::new(&mut bytes[..room]);
        let read = Pin::new(&mut self.stream).poll_read(context, &mut sip);
        to.put_slice(sip.filled());
        self.is_resting = !sip.filled().is_empty();
        read
    }
}

impl AsyncWrite for Sipped {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[actix_web::test]
    async fn much_that_waits_is_read_in_many_turns() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut client = TcpStream::connect(address).await.expect("connected");
        let mut sipped = Sipped::new(listener.accept().await.expect("accepted").0);
        let sent: Vec<u8> = (0..20_000_u16).map(|number| number.to_be_bytes()[1]).collect();
        client.write_all(&sent).await.expect("sent");
        client.shutdown().await.expect("ended");

        // However much waits, one turn brings no more than a sip.
        let mut first = vec![0; sent.len()];
        let mut buffer = ReadBuf::new(&mut first);
        sipped.stream.readable().await.expect("something");
        poll_fn(|context| {
            let read = Pin::new(&mut sipped).poll_read(context, &mut buffer);
            assert!(read.is_ready());
            assert!(Pin::new(&mut sipped).poll_read(context, &mut buffer).is_pending());
            Poll::Ready(())
        })
        .await;
        assert!(buffer.filled().len() <= SIP);
        let mut received = buffer.filled().to_vec();
        sipped.read_to_end(&mut received).await.expect("the rest");
        assert_eq!(received, sent);
    }
}
