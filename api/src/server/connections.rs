//! What a connection may cost: how many there are, how long one may go without being read, what waits in the kernel.

use std::net::TcpListener;
use std::num::NonZeroUsize;
use std::time::Duration;

use anyhow::Context;
use socket2::SockRef;

/// How long what was sent may stay unread or unacknowledged before the connection is cut. Nothing else does so: the
/// server itself waits for ever until it may write.
const UNREAD: Duration = Duration::from_secs(30);
/// Bytes of a response that wait in the kernel to be sent. Without a bound a client that never reads has it keep
/// several megabytes, which count as the process's own memory in a container.
const WAITING: u32 = 128 * 1024;
/// Descriptors a process needs beside its connections: the database, files, the storage, mail.
const BESIDE: u64 = 256;

/// Sets what every connection accepted here inherits.
pub(super) fn bound(listener: &TcpListener) -> anyhow::Result<()> {
    if cfg!(target_os = "linux") {
        let socket = SockRef::from(listener);
        socket
            .set_tcp_user_timeout(Some(UNREAD))
            .context("the socket's timeout")?;
        socket.set_tcp_notsent_lowat(WAITING).context("the socket's buffer")?;
    }
    Ok(())
}

/// Connections for each of so many workers, of so many in all.
pub(super) fn each(connections: NonZeroUsize, workers: usize) -> usize {
    connections.get().div_ceil(workers.max(1))
}

/// Lets the process open as many files as the connections need: the usual limit of 1,024 is one that any process may
/// raise for itself.
pub(super) fn raise_file_limit(connections: NonZeroUsize) {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let needed = connections.get() as u64 + BESIDE;
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= needed) {
        return;
    }
    let most = limit.maximum.unwrap_or(needed);
    limit.current = Some(needed.min(most));
    if most < needed {
        tracing::warn!(most, needed, "the process may open too few files for its connections");
    }
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn whoever_is_accepted_inherits_the_bounds() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        bound(&listener).expect("bound");
        let _client = TcpStream::connect(listener.local_addr().expect("an address")).expect("connected");
        let (accepted, _) = listener.accept().expect("accepted");
        let socket = SockRef::from(&accepted);
        assert_eq!(socket.tcp_user_timeout().expect("known"), Some(UNREAD));
        assert_eq!(socket.tcp_notsent_lowat().expect("known"), WAITING);
    }

    #[test]
    fn connections_are_shared_out() {
        let connections = NonZeroUsize::new(1024).expect("not zero");
        assert_eq!(each(connections, 2), 512);
        assert_eq!(each(connections, 3), 342);
    }
}
