//! The outbox and its dispatcher, on both databases: nothing lost, nothing sent for what was undone, nothing twice
//! while leases hold, everything in order.

mod claims;
mod deliveries;
mod lanes;
mod leases;
mod mailbox;
mod scribe;
