//! From which networks somebody has signed in: there, nobody else's wrong passwords keep them waiting. What is kept is a
//! digest of the network together with its owner, which tells nobody where they are.

use std::net::IpAddr;

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{AccountId, StaffId};
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
    let since = At(db.real_now() - REMEMBERED_FOR);
    let known = known_networks::table
        .find(digest(owner, network))
        .filter(known_networks::last_seen_at.gt(since))
        .select(known_networks::last_seen_at)
        .first::<DateTime<Utc>>(db.conn)
        .optional()?;
    Ok(known.is_some())
}

/// Remembers that somebody signed in from a network.
pub fn remember(tx: &mut Tx<'_>, owner: Owner, network: IpAddr) -> Result<()> {
    let row = Row {
        digest: digest(Some(owner), network),
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

fn digest(owner: Option<Owner>, network: IpAddr) -> Vec<u8> {
    let id = match owner {
        Some(Owner::Driver(id)) => id.into(),
        Some(Owner::Staff(id)) => id.into(),
        None => Uuid::nil(),
    };
    let mut context = Context::new(&SHA256);
    context.update(id.as_bytes());
    match network {
        IpAddr::V4(address) => context.update(&address.octets()),
        IpAddr::V6(address) => context.update(&address.octets()),
    }
    context.finish().as_ref().to_vec()
}
