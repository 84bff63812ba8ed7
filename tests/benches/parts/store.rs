//! The store alone, on both databases: a case read whole, and its address written, by 1, 8 and 32 at the same time.

use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use domain::actor::Actor;
use domain::ids::{AccountId, CaseId};
use domain::people::Address;
use futures::future::join_all;
use persistence::cases;
use persistence::{Author, Store};
use tests::databases::Database;

use super::scene::Scene;

const CLIENTS: [usize; 3] = [1, 8, 32];

/// A case with everything in it, as its driver sees it.
pub fn reading(criterion: &mut Criterion) {
    on_each_database(criterion, "read a case", |store, (account, case), _| async move {
        let read = store.glance(move |db| {
            let record = cases::of_account(db, account, case)?;
            cases::whole(db, record)
        });
        let whole: persistence::Result<_> = read.await;
        whole.expect("a case");
    });
}

/// A case locked, changed, and on disk.
pub fn writing(criterion: &mut Criterion) {
    on_each_database(
        criterion,
        "write an address",
        |store, (account, case), address| async move {
            let author = Author::of(Actor::Driver(account));
            let write = store.write(author, move |tx| {
                let record = cases::lock_of_account(tx, account, case)?;
                cases::put_delivery_address(tx, record, &address)
            });
            write.await.expect("a case");
        },
    );
}

fn on_each_database<Asked>(
    criterion: &mut Criterion,
    name: &str,
    ask: impl Fn(Store, (AccountId, CaseId), Address) -> Asked + Copy,
) where
    Asked: Future<Output = ()>,
{
    for (database, called) in [
        (Some(Database::sqlite()), "SQLite"),
        (Database::postgres(), "PostgreSQL"),
    ] {
        let Some(database) = database else { continue };
        let scene = Scene::set(database);
        let address = scene.whole().file.delivery_address.expect("an address");
        let mut group = criterion.benchmark_group(format!("{name} on {called}"));
        group.throughput(Throughput::Elements(1));
        for clients in CLIENTS {
            group.bench_function(BenchmarkId::from_parameter(clients), |bencher| {
                bencher.iter_custom(|times| {
                    scene.runtime.block_on(at_once(clients, times, |client| {
                        ask(scene.store().clone(), scene.drafts[client], address.clone())
                    }))
                });
            });
        }
        group.finish();
    }
}

/// Asks so many times in all, each client again as soon as it is answered; how long that takes.
async fn at_once<Asked: Future<Output = ()>>(clients: usize, times: u64, ask: impl Fn(usize) -> Asked) -> Duration {
    let started = Instant::now();
    let asking = (0..clients).map(|client| {
        let ask = &ask;
        async move {
            for _ in (client as u64..times).step_by(clients) {
                ask(client).await;
            }
        }
    });
    join_all(asking).await;
    started.elapsed()
}
