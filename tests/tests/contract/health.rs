//! Whether the hub is well.

use serde_json::json;
use tests::hub::Hub;

tests::stories![it_lives];

async fn it_lives(hub: &Hub) {
    assert_eq!(hub.anyone().get("/health/live").await.ok(), json!({"status": "live"}));
}
