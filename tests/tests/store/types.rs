//! The column types, both ways, through everything a table module does with them.

use diesel::prelude::*;
use domain::ids::{AccountId, CaseId};
use domain::sector::Sector;
use persistence::dialect::{AnyId, At, Stored};
use persistence::{Error, each, locked, skip_locked};
use tests::databases::Database;
use tests::on_both;
use uuid::Uuid;

use crate::scratch::{Facts, NewThing, Thing, insert, nobody, thing, things, with_things};

on_both!(
    every_type_comes_back_as_it_was_given,
    columns_may_be_empty_and_may_be_emptied_again,
    ids_instants_and_words_can_be_compared_and_ordered,
    what_both_databases_share_in_their_own_words,
    rows_can_be_locked,
    what_cannot_be_read_is_corrupt,
);

fn full(new: NewThing, owner: AccountId) -> NewThing {
    NewThing {
        owner: Some(owner),
        left_at: Some(new.seen_at),
        other_sector: Some(Sector::Passengers),
        more: Some(new.facts.clone()),
        ..new
    }
}

async fn every_type_comes_back_as_it_was_given(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        let new = full(thing(tx, "full"), tx.id());
        let returned: Thing = diesel::insert_into(things::table)
            .values(&new)
            .returning(things::all_columns)
            .get_result(tx.conn)?;
        Ok((new, returned))
    });
    let (given, returned) = written.await.expect("a write");

    let read = store.read(|db| Ok(things::table.select(Thing::as_select()).first(db.conn)?));
    let read: Thing = read.await.expect("a read");
    assert_eq!(read, returned);
    assert_eq!((read.id, &read.name), (given.id, &given.name));
    assert_eq!((At(read.seen_at), read.left_at.map(At)), (given.seen_at, given.left_at));
    assert_eq!((read.sector, read.other_sector), (given.sector, given.other_sector));
    assert_eq!((read.facts, read.more), (given.facts, given.more));
    assert_eq!((read.born_on, read.amount), (given.born_on, given.amount));
    assert_eq!((read.good, read.secret), (given.good, given.secret));
    assert_eq!(read.owner, given.owner);
}

async fn columns_may_be_empty_and_may_be_emptied_again(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        let empty = thing(tx, "thing");
        let full = full(empty.clone(), tx.id());
        diesel::insert_into(things::table).values(&full).execute(tx.conn)?;
        diesel::update(things::table.find(full.id))
            .set(&empty)
            .execute(tx.conn)?;
        diesel::update(things::table)
            .filter(things::id.eq(full.id).and(things::version.eq(1)))
            .set((
                things::version.eq(things::version + 1),
                things::sector.eq(Sector::Passengers),
            ))
            .execute(tx.conn)?;
        let emptied = things::table.filter(things::owner.is_null());
        Ok(emptied.select(Thing::as_select()).get_result(tx.conn)?)
    });
    let thing: Thing = written.await.expect("a write");
    assert_eq!(
        (thing.owner, thing.left_at, thing.other_sector, thing.more),
        (None, None, None, None)
    );
    assert_eq!((thing.version, thing.sector), (2, Sector::Passengers));
}

async fn ids_instants_and_words_can_be_compared_and_ordered(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        let owner: AccountId = tx.id();
        let names = ["first", "second", "third"];
        for (days, name) in (0..).zip(names) {
            let new = full(thing(tx, name), owner);
            let seen_at = At(tx.now() + chrono::TimeDelta::days(days));
            diesel::insert_into(things::table)
                .values(&NewThing { seen_at, ..new })
                .execute(tx.conn)?;
        }
        Ok(owner)
    });
    let owner = written.await.expect("a write");

    let read = store.read(move |db| {
        let now = At(db.now() + chrono::TimeDelta::hours(1));
        let by_id: Vec<CaseId> = things::table
            .select(things::id)
            .order(things::id.desc())
            .load(db.conn)?;
        let by_time: Vec<CaseId> = things::table
            .select(things::id)
            .order(things::seen_at.desc())
            .load(db.conn)?;
        assert_eq!(by_id, by_time);
        let [third, second, _] = by_id[..] else {
            panic!("three things")
        };

        let later: Vec<CaseId> = things::table
            .filter(things::seen_at.gt(now))
            .select(things::id)
            .load(db.conn)?;
        assert_eq!(later.len(), 2);
        let mut boxed = things::table.into_boxed();
        boxed = boxed.filter(things::id.eq_any([third, second]));
        boxed = boxed.filter(things::id.lt(third));
        boxed = boxed.filter(things::owner.eq(owner));
        boxed = boxed.filter(things::owner.eq(Some(AnyId::of(owner))));
        boxed = boxed.filter(things::left_at.lt(Some(now)));
        boxed = boxed.filter(things::sector.eq_any(vec![Sector::Goods]));
        boxed = boxed.filter(things::other_sector.eq(Sector::Passengers));
        boxed = boxed.limit(5).order((things::sector, things::id));
        let found: Vec<Uuid> = boxed.select(things::id).load(db.conn)?;
        assert_eq!(found, [Uuid::from(second)]);

        let latest = things::table.select(diesel::dsl::max(things::seen_at));
        let latest: Option<chrono::DateTime<chrono::Utc>> = latest.get_result(db.conn)?;
        assert!(latest.is_some_and(|latest| latest > now.0));
        Ok(())
    });
    read.await.expect("a read");
}

async fn what_both_databases_share_in_their_own_words(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        let several: Vec<NewThing> = ["a", "b"].iter().map(|name| thing(tx, name)).collect();
        for one in &several {
            diesel::insert_into(things::table).values(one).execute(tx.conn)?;
        }
        let again = thing(tx, "a");
        let inserted = each!(tx.conn, c => diesel::insert_into(things::table)
            .values(&again)
            .on_conflict(things::name)
            .do_nothing()
            .execute(c))?;
        let raised: Thing = each!(tx.conn, c => diesel::insert_into(things::table)
            .values(&again)
            .on_conflict(things::name)
            .do_update()
            .set(things::version.eq(things::version + 1))
            .returning(Thing::as_returning())
            .get_result(c))?;
        Ok((inserted, raised.version, raised.id == several[0].id))
    });
    assert_eq!(written.await.expect("a write"), (0, 2, true));
}

async fn rows_can_be_locked(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        let id = insert(tx, "locked")?;
        persistence::dialect::advisory_lock(tx.conn, "FR 13AA00002")?;
        let version: i32 = locked!(tx.conn, things::table.find(id).select(things::version) => first)?;
        let claimed = skip_locked!(
            tx.conn,
            things::table.order(things::id).limit(5).select(Thing::as_select()) => load::<Thing>
        )?;
        Ok((version, claimed.len()))
    });
    assert_eq!(written.await.expect("a write"), (1, 1));
}

async fn what_cannot_be_read_is_corrupt(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        insert(tx, "odd")?;
        diesel::update(things::table)
            .set(things::facts.eq(Stored("no facts".to_owned())))
            .execute(tx.conn)?;
        Ok(())
    });
    written.await.expect("a write");
    let read = store.read(|db| Ok(things::table.select(things::facts).first::<Stored<Facts>>(db.conn)?));
    assert!(matches!(read.await, Err(Error::Corrupt(_))));
}
