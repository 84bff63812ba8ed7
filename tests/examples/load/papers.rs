//! What printing does to everybody else: how long the slowest hundredth waits while 1,000 attestations make 1,000
//! certificates, and as many recaps and mails, against a quiet time.

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Client, Reading as _};

use crate::mix;
use crate::options::Options;
use crate::scene::Scene;
use crate::tally::Tally;
use crate::work::Training;

/// Its name.
pub const NAME: &str = "papers";

/// Requests a second.
const RATE: u32 = 200;
const QUIET: Duration = Duration::from_secs(15);
/// Certificates of a round.
const CERTIFICATES: usize = 1_000;

/// A round is a quiet time and then one batch, until everything is printed and mailed.
pub async fn measure(options: &Options, scene: &mut Scene) -> bool {
    println!(
        "\n{CERTIFICATES} certificates at {RATE} requests a second, {} rounds",
        options.rounds
    );
    let (mut ratios, mut is_good) = (Vec::new(), true);
    for _ in 0..options.rounds {
        let flow = mix::begin(scene, RATE).await;
        tokio::time::sleep(QUIET).await;
        let quiet = flow.end().await;
        println!("quiet: {}", mix::in_words(&quiet));
        let (busy, elapsed) = busy(scene).await;
        let ratio = slowest(&busy) / slowest(&quiet);
        println!("busy:  {}, for {elapsed:.1?}: {ratio:.2} times", mix::in_words(&busy));
        is_good &= quiet.verdict(NAME) & busy.verdict(NAME);
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    if let Some(median) = ratios.get(ratios.len() / 2) {
        println!("p99 while certificates are made, against quiet: {median:.2} (median)");
    }
    is_good
}

fn slowest(tally: &Tally) -> f64 {
    tally.quantile(0.99).as_secs_f64()
}

async fn busy(scene: &mut Scene) -> (Tally, Duration) {
    let training = Training::whole(scene).await;
    let trainees = scene.cast.trainees.iter().take(CERTIFICATES);
    let batch: Value = trainees.map(|trainee| training.of(trainee)).collect();
    let (centre, agent) = (scene.centre().await, scene.agent().await);
    let flow = mix::begin(scene, RATE).await;
    let started = Instant::now();
    post(&centre, batch).await;
    while is_waiting(&agent.client).await {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let elapsed = started.elapsed();
    (flow.end().await, elapsed)
}

async fn post(centre: &Client, batch: Value) {
    let posted = centre.post("/v1/attestation-batches", batch).await.ok();
    let refused = posted.list("/results").iter().find(|result| result["status"] != 201);
    assert!(refused.is_none(), "{refused:#?}");
}

async fn is_waiting(agent: &Client) -> bool {
    let waiting = agent.get("/v1/back-office/messages?status=waiting&limit=1").await.ok();
    !waiting.items().is_empty()
}
