//! Where somebody has signed in before: what is kept of it is found by nobody without the hub's secret, and what an older
//! version kept goes on counting.

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA256, digest};
use diesel::prelude::*;
use domain::access::StaffRole;
use domain::ids::StaffId;
use domain::people::Language;
use persistence::dialect::At;
use persistence::known_networks::{NetworkKey, is_known, remember};
use persistence::owner::Owner;
use persistence::schema::known_networks;
use persistence::staff::{self, NewStaff};
use persistence::{Options, Store, Tx};
use tests::databases::Database;
use tests::on_both;
use uuid::Uuid;

use crate::scratch::nobody;

on_both!(
    another_secret_recognises_no_network,
    a_network_known_to_an_older_version_stays_known,
);

const HOME: [u8; 4] = [198, 51, 100, 7];
const ABROAD: [u8; 4] = [198, 51, 100, 99];

fn open(database: &Database, secret: &str) -> Store {
    database.open(&Options {
        network_key: NetworkKey::of(secret).expect("a key"),
        ..Options::default()
    })
}

async fn supervisor(store: &Store) -> StaffId {
    let inserted = store.write(nobody(), |tx| {
        let supervisor = NewStaff {
            email: "supervisor@mail.example".to_owned(),
            name: "Dominique Roux".to_owned(),
            role: StaffRole::Supervisor,
            language: Language::French,
        };
        Ok(staff::insert(tx, &supervisor)?.id)
    });
    inserted.await.expect("a supervisor")
}

async fn known(store: &Store, id: StaffId, network: [u8; 4]) -> bool {
    let known = store.read(move |db| is_known(db, Some(Owner::Staff(id)), IpAddr::from(network)));
    known.await.expect("a read")
}

async fn sign_in(store: &Store, id: StaffId, network: [u8; 4]) {
    let remembered = store.write(nobody(), move |tx| {
        remember(tx, Owner::Staff(id), IpAddr::from(network))
    });
    remembered.await.expect("a write");
}

async fn another_secret_recognises_no_network(database: Database) {
    let store = open(&database, "a secret");
    let id = supervisor(&store).await;
    sign_in(&store, id, HOME).await;
    assert!(known(&store, id, HOME).await);
    assert!(!known(&store, id, ABROAD).await);
    store.close().await;

    let store = open(&database, "another");
    assert!(!known(&store, id, HOME).await);
    store.close().await;
}

async fn a_network_known_to_an_older_version_stays_known(database: Database) {
    let store = open(&database, "a secret");
    let id = supervisor(&store).await;
    let plain = digest(&SHA256, &[Uuid::from(id).as_bytes().as_slice(), &HOME].concat());
    let plain = plain.as_ref().to_vec();
    let of_before = plain.clone();
    let before = store.write(nobody(), move |tx: &mut Tx<'_>| {
        let row = (
            known_networks::digest.eq(&of_before),
            known_networks::staff_id.eq(Some(id)),
            known_networks::last_seen_at.eq(At(tx.real_now())),
        );
        diesel::insert_into(known_networks::table)
            .values(row)
            .execute(tx.conn)?;
        Ok(())
    });
    before.await.expect("a row");
    assert!(known(&store, id, HOME).await);
    assert!(!known(&store, id, ABROAD).await);

    sign_in(&store, id, HOME).await;
    assert!(known(&store, id, HOME).await);
    let kept = store.read(|db| {
        let digests = known_networks::table.select(known_networks::digest);
        Ok(digests.load::<Vec<u8>>(db.conn)?)
    });
    let kept = kept.await.expect("a read");
    assert_eq!(kept.len(), 1);
    assert_ne!(kept[0], plain, "made anew under the key");
    store.close().await;
}
