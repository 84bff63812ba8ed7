//! The sandbox's mailbox.

use domain::ids::MessageId;
use domain::notification::Channel;
use integrations::messages::send::mail::{Attachment, Email, Mailer};
use integrations::messages::send::mailbox::Mailbox;
use integrations::messages::send::sms::{Sms, Texter};
use persistence::time::{BusinessClock, SystemClock};
use persistence::{Options, mailbox};
use serde_json::json;
use tests::databases::Database;
use tests::on_both;
use uuid::Uuid;

use super::scribe::{all, put};

fn email(number: u128, to: &str) -> Email {
    let link = serde_json::from_value(json!({"rel": "choose_password", "url": "https://example.org/x", "token": "x"}));
    Email {
        message_id: MessageId(Uuid::from_u128(number)),
        to: to.into(),
        subject: "Bonjour".into(),
        text: "Bonjour !".into(),
        html: "<p>Bonjour !</p>".into(),
        link: link.expect("a link"),
        attachments: vec![Attachment {
            name: "certificat.pdf".into(),
            media_type: "application/pdf".into(),
            key: Uuid::from_u128(7),
            bytes: "%PDF".into(),
        }],
    }
}

async fn what_is_sent_twice_is_kept_once(database: Database) {
    let store = database.open(&Options::default());
    let post = Mailbox::new(store.clone());
    let mail = email(1, "camille@example.org");
    Mailer::send(&post, &mail).await.expect("kept");
    Mailer::send(&post, &mail).await.expect("kept already");
    let text = Sms {
        message_id: MessageId(Uuid::from_u128(2)),
        to: "+33612345678".into(),
        text: "Bonjour".into(),
    };
    Texter::send(&post, &text).await.expect("kept");
    Texter::send(&post, &text).await.expect("kept already");

    let kept = store.read(|db| mailbox::list(db, None, None, 10)).await.expect("read");
    let sent: Vec<_> = kept
        .iter()
        .map(|message| (message.channel, message.recipient.as_str()))
        .collect();
    assert_eq!(
        sent,
        [(Channel::Sms, "+33612345678"), (Channel::Email, "camille@example.org")]
    );
    let mail = &kept[1];
    assert_eq!(
        mail.links.0,
        json!([{"rel": "choose_password", "url": "https://example.org/x", "token": "x"}])
    );
    assert_eq!(mail.attachments.0[0].name, "certificat.pdf");
    let id = mail.id;
    let found = store.read(move |db| mailbox::find(db, id)).await.expect("found");
    assert_eq!(found.text, "Bonjour !");
}

async fn letters_are_found_by_their_address_newest_first(database: Database) {
    let store = database.open(&Options::default());
    let post = Mailbox::new(store.clone());
    for (number, to) in [(1, "a@example.org"), (2, "b@example.org"), (3, "a@example.org")] {
        Mailer::send(&post, &email(number, to)).await.expect("kept");
    }
    let own = store
        .read(|db| mailbox::list(db, Some("a@example.org"), None, 10))
        .await
        .expect("read");
    let numbers: Vec<_> = own.iter().map(|message| message.outbox_id.0.as_u128()).collect();
    assert_eq!(numbers, [3, 1]);
    let cursor = own[0].id;
    let rest = store
        .read(move |db| mailbox::list(db, Some("a@example.org"), Some(cursor), 10))
        .await
        .expect("read");
    assert_eq!(rest.len(), 1);
}

async fn a_message_bears_the_time_at_which_it_was_decided(database: Database) {
    let decided_at = "2026-11-22T09:00:00Z".parse().expect("an instant");
    let clock = BusinessClock::new(SystemClock::standing_at(decided_at));
    let store = database.open(&Options {
        clock: clock.clone(),
        ..Options::default()
    });
    put(&store, None, "Bonjour").await;
    let message_id = all(&store).await[0].id;
    // The clock jumps before the dispatcher comes to it.
    clock.advance_to("2027-11-22T09:00:00Z".parse().expect("an instant"));
    let mail = Email {
        message_id,
        ..email(1, "camille@example.org")
    };
    Mailer::send(&Mailbox::new(store.clone()), &mail).await.expect("kept");
    let kept = store.read(|db| mailbox::list(db, None, None, 10)).await.expect("read");
    assert_eq!(kept[0].created_at, decided_at);
}

on_both!(
    what_is_sent_twice_is_kept_once,
    letters_are_found_by_their_address_newest_first,
    a_message_bears_the_time_at_which_it_was_decided,
);
