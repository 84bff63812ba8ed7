//! The hub on a database of its own, and what handlers get through its doors.

use domain::actor::Actor;
use persistence::{Author, Error, hub_state};
use tempfile::TempDir;

use super::*;
use crate::config::Sources;
use crate::http::{Code, Problem};

/// Settings of a hub in a folder of its own.
pub(crate) fn settings(folder: &TempDir, more: &[(&str, &str)]) -> Settings {
    let folder = folder.path().display().to_string();
    let all = [("DATA_DIR", folder.as_str()), ("LISTEN", "127.0.0.1:0")];
    let all = all
        .iter()
        .chain(more)
        .map(|(name, value)| (format!("CQC_HUB_{name}"), (*value).to_owned()));
    Settings::load(&Sources {
        environment: all.collect(),
        ..Sources::default()
    })
    .expect("settings")
}

fn author() -> Author {
    Author {
        actor: Actor::Anonymous,
        request_id: None,
    }
}

#[actix_web::test]
async fn a_handlers_problem_undoes_the_transaction() {
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Hub::open(settings(&folder, &[])).await.expect("a hub");
    let day = chrono::TimeDelta::days(1);
    let refused = hub
        .write(author(), move |tx| {
            hub_state::keep_clock_ahead(tx, day)?;
            Err::<(), _>(Problem::new(Code::Conflict).into())
        })
        .await;
    assert_eq!(refused.expect_err("refused").code(), Code::Conflict);
    let ahead = hub.read(|db| Ok(hub_state::clock_ahead(db)?)).await.expect("read");
    assert!(ahead.is_zero());

    let missing = hub.write(author(), |_| Err::<(), _>(Error::NotFound.into())).await;
    assert_eq!(missing.expect_err("refused").code(), Code::NotFound);
    let panicked = hub
        .write(author(), |_| -> Result<(), Stop> { panic!("on purpose") })
        .await;
    assert_eq!(panicked.expect_err("refused").code(), Code::Internal);
    hub.close().await;
    let closed = hub.write(author(), |_| Ok(())).await;
    assert_eq!(closed.expect_err("refused").code(), Code::Unavailable);
}

#[actix_web::test]
async fn a_database_keeps_its_profile_and_its_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Hub::open(settings(&folder, &[])).await.expect("a hub");
    let day = chrono::TimeDelta::days(1);
    hub.write(author(), move |tx| Ok(hub_state::keep_clock_ahead(tx, day)?))
        .await
        .expect("written");
    hub.close().await;

    let again = Hub::open(settings(&folder, &[])).await.expect("the same hub");
    assert!(again.clock.now() - again.system.now() > chrono::TimeDelta::hours(23));
    again.close().await;

    let production = [
        ("PROFILE", "production"),
        ("PUBLIC_URL", "https://hub.example.org"),
        ("MAIL", "smtp://mail.example.org"),
        ("SECRET", "0123456789abcdef0123456789abcdef"),
    ];
    let refused = Hub::open(settings(&folder, &production)).await.expect_err("refused");
    assert!(
        refused.to_string().contains("belongs to the sandbox profile"),
        "{refused}"
    );
}
