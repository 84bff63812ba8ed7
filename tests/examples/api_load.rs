//! How fast the API answers at 200 requests a second, quiet and while 1,000 attestations make 1,000 certificates.
//!
//! ```sh
//! CQC_HUB_DATA_DIR=/tmp/load CQC_HUB_LOG=warn target/release/cqc-hub &
//! cargo run -p tests --example api_load -- http://127.0.0.1:8080
//! ```
//!
//! Requests leave by the clock, whether those before were answered or not, and their time counts from when they should
//! have left. Two hundred drivers ask for what is theirs; every tenth request changes something. A round is a quiet time
//! and then one batch of attestations, until every certificate is printed and mailed; five rounds, and their median.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use tests::hub::{AGENT, LYON};
use tests::mailbox::Mailbox;
use tests::roles::{Agent, Driver};
use tests::{Client, Person, Reading as _};
use tokio::time::Instant;

const DRIVERS: u16 = 200;
const CERTIFICATES_EACH: u16 = 5;
const ROUNDS: u16 = 5;
/// Between two requests.
const PACE: Duration = Duration::from_millis(5);
const QUIET: Duration = Duration::from_secs(15);

#[tokio::main]
async fn main() {
    let base = std::env::args().nth(1).expect("usage: api_load <address of a sandbox>");
    let anyone = Client::anonymous(&base);
    let agent = Agent::sign_in(&anyone, AGENT.0, AGENT.1).await;
    let drivers = drivers(&anyone, &agent).await;
    let now = anyone.get("/v1/sandbox/clock").await.ok().text("/now");
    let today = now.parse::<DateTime<Utc>>().expect("an instant").date_naive();
    println!(
        "{} drivers, {} requests a second",
        drivers.len(),
        1_000 / PACE.as_millis()
    );
    let mut ratios = Vec::new();
    for round in 0..ROUNDS {
        let quiet = times(&drivers, tokio::time::sleep(QUIET)).await;
        let batch = batch(round, today);
        let started = Instant::now();
        let busy = times(&drivers, made(&anyone, &agent, batch)).await;
        let ratio = quantile(&busy, 0.99).as_secs_f64() / quantile(&quiet, 0.99).as_secs_f64();
        println!(
            "quiet {}\nbusy  {}, for {:.1?}: {ratio:.2} times",
            percentiles(&quiet),
            percentiles(&busy),
            started.elapsed()
        );
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "p99 while certificates are made, against quiet: {:.2} (median)",
        ratios[ratios.len() / 2]
    );
}

/// Two hundred people with active accounts.
async fn drivers(anyone: &Client, agent: &Agent) -> Arc<Vec<Driver>> {
    let mailbox = Mailbox::new(anyone.clone());
    let mut drivers = Vec::new();
    for number in 0..DRIVERS {
        let person = Person::numbered(number);
        let account = anyone.post("/v1/accounts", person.registration()).await.accepted().id();
        agent.approve_account(&account).await;
        let token = mailbox.mail_to(&person, "choose_password").await.token();
        let choice = person.choice();
        anyone.put(&format!("/v1/passwords/{token}"), choice).await.no_content();
        drivers.push(Driver::sign_in(anyone, &person).await);
    }
    Arc::new(drivers)
}

/// The attestations of one round: other days than those of the rounds before.
fn batch(round: u16, today: NaiveDate) -> Value {
    let one = |number: u16, nth: u16| {
        let person = Person::numbered(number);
        let day = today - chrono::Days::new(u64::from(round * CERTIFICATES_EACH + nth + 2));
        json!({
            "external_reference": format!("LOAD-{number}-{day}"), "type": "fco", "sector": "goods", "hours": 35,
            "started_on": day, "ended_on": day, "delivered_on": day, "place": "Lyon",
            "driver": {
                "surname": person.surname, "first_names": person.first_names, "birth_date": person.birth_date,
                "licence": {"country": "FR", "number": person.licence_number}
            }
        })
    };
    (0..DRIVERS)
        .flat_map(|number| (0..CERTIFICATES_EACH).map(move |nth| one(number, nth)))
        .collect()
}

/// Posts a batch and waits until nothing is left to be printed or sent.
async fn made(anyone: &Client, agent: &Agent, batch: Value) {
    let form = [("grant_type", "client_credentials"), ("scope", LYON.2)];
    let request = anyone.request(reqwest::Method::POST, "/oauth/token");
    let token = request.as_machine(LYON.0, LYON.1).form(&form).await.ok();
    let centre = anyone.bearing(&token.text("/access_token"));
    let posted = centre.post("/v1/attestation-batches", batch).await.ok();
    let results = posted["results"]
        .as_array()
        .or(posted["items"].as_array())
        .expect("results")
        .clone();
    assert!(results.iter().all(|result| result["status"] == 201), "{posted:#}");
    while !agent
        .get("/v1/back-office/messages?status=waiting&limit=1")
        .await
        .ok()
        .items()
        .is_empty()
    {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// How long each request took, from when it should have left, until `end`. Sorted.
async fn times(drivers: &Arc<Vec<Driver>>, end: impl Future<Output = ()>) -> Vec<Duration> {
    let over = Arc::new(AtomicBool::new(false));
    let asking = tokio::spawn(ask(drivers.clone(), over.clone()));
    end.await;
    over.store(true, Ordering::Relaxed);
    let mut times = asking.await.expect("requests");
    times.sort();
    times
}

async fn ask(drivers: Arc<Vec<Driver>>, over: Arc<AtomicBool>) -> Vec<Duration> {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let mut sent = tokio::task::JoinSet::new();
    let mut due = Instant::now();
    while !over.load(Ordering::Relaxed) {
        tokio::time::sleep_until(due).await;
        let (drivers, number, from) = (drivers.clone(), NUMBER.fetch_add(1, Ordering::Relaxed), due);
        sent.spawn(async move {
            one_request(&drivers[number % drivers.len()], number).await;
            from.elapsed()
        });
        due += PACE;
    }
    sent.join_all().await
}

async fn one_request(driver: &Driver, number: usize) {
    let request = match number % 10 {
        0 => driver.patch(
            "/v1/account",
            json!({"phone": format!("+3361234{:04}", number % 10_000)}),
        ),
        1 | 2 => driver.get("/v1/certificates"),
        3 | 4 => driver.get("/v1/cases"),
        5 | 6 => driver.get("/v1/entitlements"),
        7 => driver.get("/v1/notices"),
        _ => driver.get("/v1/account"),
    };
    request.await.ok();
}

fn quantile(times: &[Duration], part: f64) -> Duration {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "an index below the length"
    )]
    let index = ((times.len() - 1) as f64 * part) as usize;
    times[index]
}

fn percentiles(times: &[Duration]) -> String {
    let at = |part| quantile(times, part);
    format!(
        "{} requests, p50 {:.1?}, p90 {:.1?}, p99 {:.1?}, slowest {:.1?}",
        times.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    )
}
