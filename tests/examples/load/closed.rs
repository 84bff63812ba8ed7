//! The closed loop: every client asks again as soon as it is answered.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use tests::process;

use crate::hub::Server;
use crate::options::Options;
use crate::tally::Tally;
use crate::wire::Connection;
use crate::work::Work;

/// How long the server is warmed up, where that costs nothing.
const WARM_UP: Duration = Duration::from_secs(1);

/// What a row is made of.
#[derive(Debug)]
pub struct Measured {
    /// What was answered.
    pub tally: Tally,
    /// How many things were done by one request.
    pub each: u64,
    /// From the first request to the last answer.
    pub elapsed: Duration,
    /// What the server took, where that can be read.
    pub taken: Option<Taken>,
    /// Processor time of whoever asked.
    pub own_cpu: Duration,
}

/// What a server took.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// Processor time.
    pub cpu: Duration,
    /// Megabytes of memory at the end.
    pub memory: u64,
}

/// Measures some work.
pub async fn measure(options: &Options, server: &Server, work: Work) -> Measured {
    let (duration, server) = (options.duration(), server.clone());
    let (clients, threads) = (work.clients(options.clients), options.threads);
    let work = Arc::new(work);
    let measured = tokio::task::spawn_blocking(move || {
        if work.is_repeatable() {
            run(&server, &work, clients, threads, WARM_UP.min(duration));
        }
        run(&server, &work, clients, threads, duration)
    });
    measured.await.expect("clients")
}

fn run(server: &Server, work: &Arc<Work>, clients: usize, threads: usize, duration: Duration) -> Measured {
    let threads = threads.clamp(1, clients);
    let start = Arc::new(Barrier::new(threads + 1));
    let asking: Vec<_> = (0..threads)
        .map(|thread| {
            let (address, work, start) = (server.address.clone(), Arc::clone(work), Arc::clone(&start));
            let clients = clients / threads + usize::from(thread < clients % threads);
            std::thread::spawn(move || ask(&address, &work, clients, &start, duration))
        })
        .collect();
    start.wait();
    let (began, own) = (Instant::now(), process::cpu(std::process::id()));
    let before = server.pid.map(process::cpu);
    let tally = asking
        .into_iter()
        .map(|thread| thread.join().expect("a thread of clients"))
        .fold(Tally::default(), Tally::and);
    let elapsed = began.elapsed();
    let taken = server.pid.zip(before).map(|(pid, before)| Taken {
        cpu: process::cpu(pid).saturating_sub(before),
        memory: process::memory(pid),
    });
    Measured {
        tally,
        each: work.each(),
        elapsed,
        taken,
        own_cpu: process::cpu(std::process::id()).saturating_sub(own),
    }
}

/// A thread of clients.
fn ask(address: &str, work: &Arc<Work>, clients: usize, start: &Barrier, duration: Duration) -> Tally {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut connections = Vec::new();
        for _ in 0..clients {
            connections.push(Connection::open(address).await);
        }
        start.wait();
        let until = Instant::now() + duration;
        let asking = connections
            .into_iter()
            .map(|connection| tokio::spawn(go_on(connection, Arc::clone(work), until)));
        let mut tally = Tally::default();
        for client in asking.collect::<Vec<_>>() {
            tally = tally.and(client.await.expect("a client"));
        }
        tally
    })
}

async fn go_on(mut connection: Connection, work: Arc<Work>, until: Instant) -> Tally {
    let mut tally = Tally::default();
    while Instant::now() < until {
        let Some(next) = work.next() else { break };
        let asked = Instant::now();
        let answered = connection.send(next).await;
        tally.add(answered, asked.elapsed());
    }
    tally
}
