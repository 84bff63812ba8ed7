//! From which networks somebody has signed in, and with which programs: there, nobody else's wrong passwords keep them
//! waiting, and what is new they are told of. What is kept is a digest of the network, or the program, together with its
//! owner, under a key out of `CQC_HUB_SECRET`: whoever reads the database alone finds neither by trying.
//!
//! Digests of networks were under no key before. They are recognised for as long as they would have been, and replaced where their
//! owner comes back.

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use chrono::TimeDelta;
use domain::ids::{AccountId, StaffId};
use domain::rules::new_sign_in::Familiar;
use uuid::Uuid;

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::keys;
use crate::owner::Owner;
use crate::schema::known_networks;
use crate::store::{Db, Tx};

/// How long a network stays known to which nobody came back.
pub const REMEMBERED_FOR: TimeDelta = TimeDelta::days(90);

/// The key that digests are made under. In what knows no secret, which signs nobody in, it is one that everybody knows.
#[derive(Clone)]
pub struct NetworkKey(hmac::Key);

impl NetworkKey {
    /// The key of the hub's secret.
    pub fn of(secret: &str) -> std::result::Result<Self, Unspecified> {
        let key: [u8; 32] = keys::derived(secret, "known networks")?;
        Ok(Self(hmac::Key::new(HMAC_SHA256, &key)))
    }
}

impl Default for NetworkKey {
    fn default() -> Self {
        Self(hmac::Key::new(HMAC_SHA256, &[0; 32]))
    }
}

impl std::fmt::Debug for NetworkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NetworkKey(…)")
    }
}

#[derive(Insertable)]
#[diesel(table_name = known_networks)]
struct Row {
    digest: Vec<u8>,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    last_seen_at: At,
}

/// Whether somebody has signed in from a network. Looked up for nobody too, so that it takes as long.
pub fn is_known(db: &mut Db<'_>, owner: Option<Owner>, network: IpAddr) -> Result<bool> {
    let place = of_network(owner, network);
    let digests = [keyed(db.network_key(), &place), unkeyed(&place)];
    Ok(!remembered(db, &digests)?.is_empty())
}

/// Which of some digests are remembered.
fn remembered(db: &mut Db<'_>, digests: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
    let since = At(db.real_now() - REMEMBERED_FOR);
    Ok(known_networks::table
        .filter(known_networks::digest.eq_any(digests))
        .filter(known_networks::last_seen_at.gt(since))
        .select(known_networks::digest)
        .load(db.conn)?)
}

/// What is known of the way in which somebody signs in.
pub fn familiar(db: &mut Db<'_>, owner: Owner, network: IpAddr, program: &str) -> Result<Familiar> {
    let (key, place) = (db.network_key(), of_network(Some(owner), network));
    let [anything, program] = [of_any_program(owner), of_program(owner, program)].map(|what| keyed(key, &what));
    let [network, former] = [keyed(key, &place), unkeyed(&place)];
    let digests = [anything, program, network, former];
    let found = remembered(db, &digests)?;
    let [anything, program, network, former] = digests.map(|digest| found.contains(&digest));
    Ok(Familiar {
        anything,
        network: network || former,
        program,
    })
}

/// Remembers that somebody signed in from a network.
pub fn remember(tx: &mut Tx<'_>, owner: Owner, network: IpAddr) -> Result<()> {
    let place = of_network(Some(owner), network);
    note(tx, owner, &place)?;
    diesel::delete(known_networks::table.find(unkeyed(&place))).execute(tx.conn)?;
    Ok(())
}

/// Remembers that somebody signed in with a program.
pub fn remember_program(tx: &mut Tx<'_>, owner: Owner, program: &str) -> Result<()> {
    note(tx, owner, &of_any_program(owner))?;
    note(tx, owner, &of_program(owner, program))
}

fn note(tx: &mut Tx<'_>, owner: Owner, what: &[u8]) -> Result<()> {
    let row = Row {
        digest: keyed(tx.network_key(), what),
        account_id: owner.account_id(),
        staff_id: owner.staff_id(),
        last_seen_at: At(tx.real_now()),
    };
    let seen = diesel::update(known_networks::table.find(&row.digest))
        .set(known_networks::last_seen_at.eq(At(tx.real_now())))
        .execute(tx.conn)?;
    if seen == 0 {
        each!(tx.conn, c => diesel::insert_into(known_networks::table)
            .values(&row)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// Forgets the networks of somebody: erased, or afraid that somebody else knew their password.
pub fn forget_of(tx: &mut Tx<'_>, owner: Owner) -> Result<()> {
    match owner {
        Owner::Driver(id) => {
            diesel::delete(known_networks::table.filter(known_networks::account_id.eq(Some(id)))).execute(tx.conn)?
        }
        Owner::Staff(id) => {
            diesel::delete(known_networks::table.filter(known_networks::staff_id.eq(Some(id)))).execute(tx.conn)?
        }
    };
    Ok(())
}

/// Forgets networks to which nobody came back.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let limit = At(tx.real_now() - REMEMBERED_FOR);
    diesel::delete(known_networks::table.filter(known_networks::last_seen_at.le(limit))).execute(tx.conn)?;
    Ok(())
}

/// Whose network it is, and which.
fn of_network(owner: Option<Owner>, network: IpAddr) -> Vec<u8> {
    match network {
        IpAddr::V4(address) => of(owner, &address.octets()),
        IpAddr::V6(address) => of(owner, &address.octets()),
    }
}

/// Whose program it is, and which. No network is as long.
fn of_program(owner: Owner, program: &str) -> Vec<u8> {
    of(Some(owner), format!("with the program {program}").as_bytes())
}

/// Somebody who has signed in at all since they chose their password. No network is as long.
fn of_any_program(owner: Owner) -> Vec<u8> {
    of(Some(owner), b"any program at all")
}

fn of(owner: Option<Owner>, what: &[u8]) -> Vec<u8> {
    let id: Uuid = match owner {
        Some(Owner::Driver(id)) => id.into(),
        Some(Owner::Staff(id)) => id.into(),
        None => Uuid::nil(),
    };
    [id.as_bytes().as_slice(), what].concat()
}

fn keyed(key: &NetworkKey, what: &[u8]) -> Vec<u8> {
    hmac::sign(&key.0, what).as_ref().to_vec()
}

/// As digests of networks were made before.
fn unkeyed(what: &[u8]) -> Vec<u8> {
    digest(&SHA256, what).as_ref().to_vec()
}
