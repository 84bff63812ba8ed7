//! What is asked in each row of the table.

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Days, NaiveDate, Utc};
use futures::future::LocalBoxFuture;
use serde_json::{Value, json};
use tests::Reading as _;
use tests::seed::{Acting, MANY};

use crate::scene::{Scene, SignedIn};
use crate::wire::Prepared;

/// Attestations of a batch.
const BATCH: usize = 1_000;
/// Who posts batches: each is taken apart on the server, a few items at a time.
const BATCH_CLIENTS: usize = 4;
/// Batches that are prepared.
const BATCHES: usize = 40;

/// Requests that are asked one after the other, by whoever is free.
#[derive(Debug)]
pub struct Work {
    requests: Vec<Prepared>,
    asked: AtomicUsize,
    is_repeatable: bool,
    each: u64,
    most_clients: usize,
}

impl Work {
    /// Requests that can be repeated without end.
    pub const fn again_and_again(requests: Vec<Prepared>) -> Self {
        Self {
            requests,
            asked: AtomicUsize::new(0),
            is_repeatable: true,
            each: 1,
            most_clients: usize::MAX,
        }
    }

    /// Requests each of which is asked once.
    pub fn once(requests: Vec<Prepared>) -> Self {
        Self {
            is_repeatable: false,
            ..Self::again_and_again(requests)
        }
    }

    /// The next request; none once everybody has asked.
    pub fn next(&self) -> Option<&Prepared> {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        if self.is_repeatable {
            self.requests.get(asked % self.requests.len())
        } else {
            self.requests.get(asked)
        }
    }

    /// Whether it can be repeated without end.
    pub const fn is_repeatable(&self) -> bool {
        self.is_repeatable
    }

    /// How many things one request does.
    pub const fn each(&self) -> u64 {
        self.each
    }

    /// How many clients ask, where there are so many.
    pub fn clients(&self, clients: usize) -> usize {
        clients.min(self.most_clients)
    }
}

/// A row by its name.
pub struct Measurement {
    pub name: &'static str,
    /// Signs in whoever asks, and prepares what they ask.
    pub prepare: for<'s> fn(&'s mut Scene) -> LocalBoxFuture<'s, Work>,
}

/// Writes the list of rows.
macro_rules! measurements {
    ($( $name:literal $prepare:path; )+) => {
        /// Every row but the bare one.
        pub const ALL: &[Measurement] = &[$( Measurement {
            name: $name,
            prepare: |scene| Box::pin($prepare(scene)),
        } ),+];
    };
}

measurements! {
    "live" live;
    "live-token" live_with_token;
    "view" view;
    "list" list;
    "work-list" work_list;
    "open" open;
    "submit" submit;
    "put" put;
    "attestation" attestation;
    "batch" batch;
}

async fn live(_: &mut Scene) -> Work {
    Work::again_and_again(vec![Prepared::get("/health/live", None)])
}

async fn live_with_token(scene: &mut Scene) -> Work {
    of_each(&scene.regulars().await, |driver| {
        Prepared::get("/health/live", Some(&driver.token))
    })
}

async fn view(scene: &mut Scene) -> Work {
    of_each(&scene.regulars().await, view_of)
}

async fn list(scene: &mut Scene) -> Work {
    let regulars = scene.regulars().await;
    let known = scene.anyone().bearing(&regulars[0].token).get("/v1/cases").await.ok();
    assert_eq!(
        known.items().len(),
        MANY as usize,
        "the list is shorter than it should be"
    );
    of_each(&regulars, list_of)
}

async fn work_list(scene: &mut Scene) -> Work {
    Work::again_and_again(vec![work_list_of(scene.agent().await.token())])
}

async fn open(scene: &mut Scene) -> Work {
    once_each(&scene.sign_in(&scene.cast.newcomers).await, |driver| {
        Prepared::post("/v1/cases", &driver.token, &json!({"kind": "cqc"}))
    })
}

async fn submit(scene: &mut Scene) -> Work {
    once_each(&scene.sign_in(&scene.cast.ready).await, |driver| {
        Prepared::act(&format!("{}/submission", draft(driver)), &driver.token)
    })
}

async fn put(scene: &mut Scene) -> Work {
    of_each(&scene.regulars().await, put_of)
}

async fn attestation(scene: &mut Scene) -> Work {
    let (centre, training) = (scene.centre().await, Training::sequence(scene).await);
    let posted = |trainee| Prepared::post("/v1/attestations", centre.token(), &training.of(trainee));
    Work::once(scene.cast.trainees.iter().map(posted).collect())
}

async fn batch(scene: &mut Scene) -> Work {
    let centre = scene.centre().await;
    let mut requests = Vec::new();
    while requests.len() < BATCHES {
        let training = Training::sequence(scene).await;
        for trainees in scene.cast.trainees.chunks_exact(BATCH) {
            let trainings: Value = trainees.iter().map(|trainee| training.of(trainee)).collect();
            let batch = Prepared::act("/v1/attestation-batches", centre.token());
            requests.push(batch.with(&trainings).saying("\"created\":1000"));
        }
        assert!(!requests.is_empty(), "a batch wants {BATCH} drivers: --drivers {BATCH}");
    }
    Work {
        each: BATCH as u64,
        most_clients: BATCH_CLIENTS,
        ..Work::once(requests)
    }
}

/// A driver's draft.
pub fn view_of(driver: &SignedIn) -> Prepared {
    Prepared::get(&draft(driver), Some(&driver.token))
}

/// A driver's cases.
pub fn list_of(driver: &SignedIn) -> Prepared {
    Prepared::get("/v1/cases?limit=20", Some(&driver.token))
}

/// The first cases of the agents' list.
pub fn work_list_of(token: &str) -> Prepared {
    Prepared::get("/v1/back-office/cases?limit=20", Some(token))
}

/// The address of a driver's draft.
pub fn put_of(driver: &SignedIn) -> Prepared {
    let address = json!({"line1": "Dépôt des Brotteaux", "postal_code": "69006", "city": "Lyon", "country": "FR"});
    Prepared::put(&format!("{}/delivery-address", draft(driver)), &driver.token, &address)
}

fn draft(driver: &SignedIn) -> String {
    let draft = driver.acting.draft.expect("a driver with a draft");
    format!("/v1/cases/{draft}")
}

/// A training, as its centre posts it.
#[derive(Debug, Clone, Copy)]
pub struct Training {
    kind: &'static str,
    hours: u32,
    started_on: NaiveDate,
    ended_on: NaiveDate,
}

impl Training {
    /// One sequence of an FCO, on a day on which no trainee was trained yet.
    pub async fn sequence(scene: &mut Scene) -> Self {
        Self::new(scene, "fco_sequence", 7, 1).await
    }

    /// A whole FCO, in a week in which no trainee was trained yet.
    pub async fn whole(scene: &mut Scene) -> Self {
        Self::new(scene, "fco", 35, 5).await
    }

    async fn new(scene: &mut Scene, kind: &'static str, hours: u32, days: u64) -> Self {
        scene.trained_days += days;
        let now = scene.anyone().get("/v1/sandbox/clock").await.ok().text("/now");
        let today = now.parse::<DateTime<Utc>>().expect("an instant").date_naive();
        let started_on = today - Days::new(scene.trained_days);
        Self {
            kind,
            hours,
            started_on,
            ended_on: started_on + Days::new(days - 1),
        }
    }

    /// The attestation of this training of somebody.
    pub fn of(&self, trainee: &Acting) -> Value {
        json!({
            "external_reference": format!("LOAD-{}-{}", trainee.driver.number, self.ended_on), "type": self.kind,
            "sector": "goods", "hours": self.hours, "started_on": self.started_on, "ended_on": self.ended_on,
            "delivered_on": self.ended_on, "place": "Lyon", "driver": trainee.driver.as_attested(),
        })
    }
}

fn of_each(drivers: &[SignedIn], asks: impl Fn(&SignedIn) -> Prepared) -> Work {
    Work::again_and_again(drivers.iter().map(asks).collect())
}

fn once_each(drivers: &[SignedIn], asks: impl Fn(&SignedIn) -> Prepared) -> Work {
    Work::once(drivers.iter().map(asks).collect())
}
