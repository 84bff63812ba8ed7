//! Fills an empty database as it is kept for a release. `tests/fixtures/releases/README.md` says when and how.
//!
//! ```sh
//! cargo run -p tests --example release_database -- sqlite:///tmp/release/hub.db
//! ```

use tests::databases::Database;
use tests::hub::Hub;
use tests::release;

#[tokio::main]
async fn main() {
    let url = std::env::args()
        .nth(1)
        .expect("usage: release_database <address of an empty database>");
    let hub = Hub::start_with(Database::at(&url), &[release::SECRET]).await;
    release::play(&hub).await;
    hub.stop().await;
}
