//! How slowly a body may arrive.

use std::time::Duration;

use tokio::time::Instant;

use crate::http::problem::{Code, Problem};

/// What anybody may take, however little they send.
const GRACE: Duration = if cfg!(test) {
    Duration::from_millis(50)
} else {
    Duration::from_secs(30)
};
/// Bytes a second below which a body is given up: a telephone on the edge of its network sends more.
const SLOWEST: u32 = 32 * 1024;

/// Measures a body that arrives. Whoever sends a byte now and then, to keep a place taken, is soon too slow.
#[derive(Debug)]
pub(super) struct Pace {
    began: Instant,
    received: u64,
}

impl Pace {
    /// From now on.
    pub(super) fn start() -> Self {
        Self {
            began: Instant::now(),
            received: 0,
        }
    }

    /// So many bytes have come.
    pub(super) fn received(&mut self, bytes: usize) {
        self.received += bytes as u64;
    }

    /// When more must have come.
    pub(super) fn deadline(&self) -> Instant {
        self.began + GRACE + Duration::from_secs(self.received) / SLOWEST
    }
}

/// 408.
pub(super) fn too_slow() -> Problem {
    Problem::new(Code::RequestTimeout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_has_come_buys_time_for_the_rest() {
        let mut pace = Pace::start();
        let at_first = pace.deadline();
        pace.received(10 * SLOWEST as usize);
        assert_eq!(pace.deadline() - at_first, Duration::from_secs(10));
        assert_eq!(at_first - pace.began, GRACE);
    }
}
