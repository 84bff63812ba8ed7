//! Resolves names to public addresses only. What it answers is what is connected to: nothing is resolved a second time.

use std::net::SocketAddr;

use domain::webhook::address::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// See the module.
#[derive(Debug, Clone, Copy)]
pub(super) struct PublicOnly {
    /// Whether every address is good enough, as in the sandbox.
    pub(super) anywhere: bool,
}

/// A name has no address that may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the name leads to no public address")]
pub(super) struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let anywhere = self.anywhere;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let good = callable(found, anywhere)?;
            let addresses: Addrs = Box::new(good.into_iter());
            Ok(addresses)
        })
    }
}

fn callable(found: impl Iterator<Item = SocketAddr>, anywhere: bool) -> Result<Vec<SocketAddr>, NotPublic> {
    let good: Vec<_> = found.filter(|address| anywhere || is_public(address.ip())).collect();
    if good.is_empty() { Err(NotPublic) } else { Ok(good) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(addresses: &[&str], anywhere: bool) -> Result<usize, NotPublic> {
        let addresses = addresses.iter().map(|text| text.parse().expect("an address"));
        callable(addresses, anywhere).map(|good| good.len())
    }

    #[test]
    fn a_name_that_leads_inside_is_not_called_there() {
        assert_eq!(found(&["1.1.1.1:0", "10.0.0.1:0"], false), Ok(1));
        assert_eq!(found(&["10.0.0.1:0", "[::1]:0"], false), Err(NotPublic));
        assert_eq!(found(&[], false), Err(NotPublic));
        assert_eq!(found(&["127.0.0.1:0"], true), Ok(1));
    }
}
