//! From which networks somebody has signed in, and with which programs: there, nobody else's wrong passwords keep them
//! waiting, and what is new they are told of. What is kept is a digest of the network, or the program, together with its
//! owner, which tells nobody where they are.

use std::net::IpAddr;

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{AccountId, StaffId};
use domain::rules::new_sign_in::Familiar;
use uuid::Uuid;

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::owner::Owner;
use crate::schema::known_networks;
use crate::store::{Db, Tx};

/// How long a network stays known to which nobody came back.
pub const REMEMBERED_FOR: TimeDelta = TimeDelta::days(90);

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
    is_remembered(db, digest_of_network(owner, network))
}

fn is_remembered(db: &mut Db<'_>, digest: Vec<u8>) -> Result<bool> {
    let since = At(db.real_now() - REMEMBERED_FOR);
    let known = known_networks::table
        .find(digest)
        .filter(known_networks::last_seen_at.gt(since))
        .select(known_networks::last_seen_at)
        .first::<DateTime<Utc>>(db.conn)
        .optional()?;
    Ok(known.is_some())
}

/// What is known of the way in which somebody signs in.
pub fn familiar(db: &mut Db<'_>, owner: Owner, network: IpAddr, program: &str) -> Result<Familiar> {
    Ok(Familiar {
        anything: is_remembered(db, digest_of_any_program(owner))?,
        network: is_known(db, Some(owner), network)?,
        program: is_remembered(db, digest_of_program(owner, program))?,
    })
}

/// Remembers that somebody signed in from a network.
pub fn remember(tx: &mut Tx<'_>, owner: Owner, network: IpAddr) -> Result<()> {
    note(tx, owner, digest_of_network(Some(owner), network))
}

/// Remembers that somebody signed in with a program.
pub fn remember_program(tx: &mut Tx<'_>, owner: Owner, program: &str) -> Result<()> {
    note(tx, owner, digest_of_any_program(owner))?;
    note(tx, owner, digest_of_program(owner, program))
}

fn note(tx: &mut Tx<'_>, owner: Owner, digest: Vec<u8>) -> Result<()> {
    let row = Row {
        digest,
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

fn digest_of_network(owner: Option<Owner>, network: IpAddr) -> Vec<u8> {
    let network = match network {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    digest(owner, &network)
}

fn digest_of_program(owner: Owner, program: &str) -> Vec<u8> {
    // No network is as long as this word makes it.
    digest(Some(owner), format!("program {program:16}").as_bytes())
}

/// That of somebody who has signed in at all since they chose their password.
fn digest_of_any_program(owner: Owner) -> Vec<u8> {
    digest(Some(owner), b"signed in with any program")
}

fn digest(owner: Option<Owner>, what: &[u8]) -> Vec<u8> {
    let id = match owner {
        Some(Owner::Driver(id)) => id.into(),
        Some(Owner::Staff(id)) => id.into(),
        None => Uuid::nil(),
    };
    let mut context = Context::new(&SHA256);
    context.update(id.as_bytes());
    context.update(what);
    context.finish().as_ref().to_vec()
}
