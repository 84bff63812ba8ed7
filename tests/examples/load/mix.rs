//! Mixed requests: nine readings to one change.

use std::time::Duration;

use crate::open::Flow;
use crate::options::Options;
use crate::scene::Scene;
use crate::tally::{Tally, milliseconds};
use crate::wire::Prepared;
use crate::work::{Work, list_of, put_of, view_of, work_list_of};

/// Its name.
pub const NAME: &str = "open-loop";

/// Mixed requests for a while, at the rate that was chosen.
pub async fn measure(options: &Options, scene: &mut Scene) -> bool {
    println!("\n{} requests a second for {} s", options.rate, options.open_seconds);
    let flow = begin(scene, options.rate).await;
    tokio::time::sleep(Duration::from_secs(options.open_seconds)).await;
    let tally = flow.end().await;
    println!("{}", in_words(&tally));
    scene.clear_up();
    tally.verdict(NAME)
}

/// Mixed requests at a rate, until they are ended.
pub async fn begin(scene: &Scene, rate: u32) -> Flow {
    Flow::begin(&scene.server.address, mixed(scene).await, rate).await
}

/// What was answered, for people.
pub fn in_words(tally: &Tally) -> String {
    let [half, most, nearly_all, slowest] = [0.5, 0.99, 0.999, 1.0].map(|part| milliseconds(tally.quantile(part)));
    format!(
        "{} requests, {} failures; p50 {half} ms, p99 {most} ms, p99.9 {nearly_all} ms, slowest {slowest} ms",
        tally.requests(),
        tally.failures()
    )
}

async fn mixed(scene: &Scene) -> Work {
    let agent = scene.agent().await;
    let mut requests = Vec::new();
    for driver in &scene.regulars().await {
        let own = |path| Prepared::get(path, Some(&driver.token));
        requests.extend([
            view_of(driver),
            own("/v1/account"),
            list_of(driver),
            own("/v1/certificates"),
            view_of(driver),
            own("/v1/entitlements"),
            work_list_of(agent.token()),
            own("/v1/notices"),
            view_of(driver),
            put_of(driver),
        ]);
    }
    Work::again_and_again(requests)
}
