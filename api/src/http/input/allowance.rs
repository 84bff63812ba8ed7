//! How many bytes of bodies this process holds while they arrive.

use actix_web::{HttpMessage, HttpRequest};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::http::problem::Problem;

/// Bytes of each body that are held without asking: more than what a person fills in takes.
pub(super) const FREE: usize = 16 * 1024;

/// KiB for those who showed no good token: what they may send is small, so that only an attack needs more.
static OF_STRANGERS: Semaphore = Semaphore::const_new(16 * 1024);
/// KiB for everybody else, whom strangers keep nothing from.
static OF_KNOWN_CALLERS: Semaphore = Semaphore::const_new(64 * 1024);

/// Noted at a request that came with a good token.
#[derive(Debug, Clone, Copy)]
pub struct KnownCaller;

/// What one body holds of the allowance, given back when it is dropped.
pub(super) struct Allowance {
    all: &'static Semaphore,
    held: Option<SemaphorePermit<'static>>,
}

impl Allowance {
    pub(super) fn of(request: &HttpRequest) -> Self {
        let is_known = request.extensions().get::<KnownCaller>().is_some();
        Self {
            all: if is_known { &OF_KNOWN_CALLERS } else { &OF_STRANGERS },
            held: None,
        }
    }

    /// Holds enough for a body of so many bytes; 503 where others hold too much.
    pub(super) fn hold(&mut self, bytes: usize) -> Result<(), Problem> {
        let needed = bytes.saturating_sub(FREE).div_ceil(1024);
        let held = self.held.as_ref().map_or(0, SemaphorePermit::num_permits);
        let missing = u32::try_from(needed.saturating_sub(held)).unwrap_or(u32::MAX);
        if missing == 0 {
            return Ok(());
        }
        let more = self.all.try_acquire_many(missing).map_err(|_| Problem::unavailable())?;
        match &mut self.held {
            Some(held) => held.merge(more),
            None => self.held = Some(more),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_bodies_never_wait_for_large_ones() {
        static FEW: Semaphore = Semaphore::const_new(64);
        let allowance = || Allowance { all: &FEW, held: None };
        let mut large = allowance();
        large.hold(FREE + 60 * 1024).expect("room");
        large.hold(FREE + 64 * 1024).expect("room");
        assert_eq!(FEW.available_permits(), 0);
        assert!(allowance().hold(FREE + 1).is_err());
        assert!(allowance().hold(FREE).is_ok());
        drop(large);
        assert_eq!(FEW.available_permits(), 64);
    }
}
