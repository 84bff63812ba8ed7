//! Who waits for what somebody else did: as few as can be.

use std::net::IpAddr;

use chrono::TimeDelta;
use domain::people::Licence;

use super::*;
use crate::config::Profile;
use crate::http::Code;

const CAMILLE: &str = "camille@example.org";

/// What holds in production, and the clock it goes by.
fn production() -> (Limits, SystemClock) {
    let clock = SystemClock::standing_at("2026-11-22T09:00:00Z".parse().expect("an instant"));
    (process(&clock), clock)
}

/// What holds in production, in one process.
fn process(clock: &SystemClock) -> Limits {
    Limits::new(&Rates::usual(Profile::Production), clock, "a secret").expect("limits")
}

fn at(last: u8) -> ClientAddress {
    ClientAddress(IpAddr::from([203, 0, 113, last]))
}

/// Shows wrong passwords until one is refused; how many were looked at.
fn guess(limits: &Limits, from: ClientAddress) -> usize {
    let mut shown = 0;
    while limits.sign_in_as(CAMILLE, from, false).is_ok() {
        shown += 1;
    }
    shown
}

#[test]
fn a_strangers_wrong_passwords_slow_down_the_stranger_alone() {
    let (limits, clock) = production();
    assert_eq!(guess(&limits, at(1)), 10);
    assert!(limits.sign_in_as(CAMILLE, at(2), false).is_ok());
    assert!(limits.sign_in_as("youssef@example.org", at(1), false).is_ok());
    // Slowed down, and not locked out: one more every minute and a half.
    clock.pass(TimeDelta::seconds(90));
    assert_eq!(guess(&limits, at(1)), 1);
}

#[test]
fn guesses_from_many_places_are_slowed_down_together_and_the_owner_comes_in() {
    let (limits, clock) = production();
    let guesses: usize = (1..=200).map(|last| guess(&limits, at(last))).sum();
    assert_eq!(guesses, 100);
    let known = limits.sign_in_as(CAMILLE, at(250), true);
    known.expect("where the owner has signed in before").does_not_count();
    assert!(limits.sign_in_as(CAMILLE, at(250), false).is_err());
    clock.pass(TimeDelta::seconds(36));
    let anywhere: usize = (1..=200).map(|last| guess(&limits, at(last))).sum();
    assert_eq!(anywhere, 1, "one more for all of them, every 36 seconds");
}

#[test]
fn a_right_password_does_not_count() {
    let (limits, _) = production();
    for _ in 0..500 {
        let attempt = limits.sign_in_as(CAMILLE, at(1), false).expect("allowed");
        attempt.does_not_count();
    }
    assert_eq!(guess(&limits, at(1)), 10);
}

#[test]
fn attempts_at_once_are_no_more_than_one_after_the_other() {
    let (limits, _) = production();
    let under_way: Vec<_> = (0..10)
        .filter_map(|_| limits.sign_in_as(CAMILLE, at(1), false).ok())
        .collect();
    assert_eq!(under_way.len(), 10);
    let refused = limits.sign_in_as(CAMILLE, at(1), false).expect_err("refused");
    assert_eq!(refused.code(), Code::RateLimited);
}

#[test]
fn a_stranger_who_asks_for_links_keeps_them_from_nobody() {
    let (limits, _) = production();
    while limits.ask_for_link(CAMILLE, at(1)).is_ok() {}
    assert!(limits.ask_for_link(CAMILLE, at(2)).is_ok());
    assert!(limits.may_mail_link(CAMILLE));
    // However many ask, no mailbox is flooded, under whichever of its names.
    while limits.may_mail_link("Camille+1@example.org") {}
    assert!(!limits.may_mail_link(CAMILLE));
    assert!(limits.may_mail_link("youssef@example.org"));
}

#[test]
fn registrations_with_somebodys_email_take_no_link_from_them() {
    let (limits, _) = production();
    assert_eq!((0..20).filter(|_| limits.may_tell_of_registration(CAMILLE)).count(), 3);
    assert!(limits.may_mail_link(CAMILLE) && limits.ask_for_link(CAMILLE, at(1)).is_ok());
}

#[test]
fn a_class_of_sixteen_registers_at_one_address() {
    let (limits, _) = production();
    for number in 0..16 {
        limits.registration.count(&at(1).network()).expect("allowed by address");
        let email = format!("{number}@example.org");
        limits
            .register_as(&email, &licence(number), at(1))
            .expect("allowed by person");
        limits.links.count(&at(1).network()).expect("a link each");
        limits.ask_for_link(&email, at(1)).expect("a link each");
    }
    // One of them who registers over and over does not.
    let again = (0..20).filter(|_| limits.register_as("0@example.org", &licence(99), at(1)).is_ok());
    assert_eq!(again.count(), 4);
}

#[test]
fn good_links_are_not_counted_with_guessed_ones() {
    let (limits, _) = production();
    assert_eq!((0..100).filter(|_| limits.guess_link(at(1)).is_ok()).count(), 30);
    assert!(limits.guess_link(at(2)).is_ok());
}

#[test]
fn whoever_is_held_back_in_one_process_is_in_another() {
    let (one, clock) = production();
    assert_eq!(guess(&one, at(1)), 10);
    let untold = one.take_untold(100);
    assert_eq!(untold.len(), 2, "by place, and by all places");
    let other = process(&clock);
    for untold in untold {
        other.learn(untold.counter, untold.key, untold.upon(None));
    }
    assert_eq!(guess(&other, at(1)), 0);
    assert_eq!(guess(&other, at(2)), 10, "nobody else waits");
    assert!(one.take_untold(100).is_empty());
}

#[test]
fn whoever_used_most_of_a_quota_is_told_of_first() {
    let (limits, _) = production();
    for _ in 0..30 {
        limits.general.count(&at(1).network()).expect("allowed");
    }
    assert!(limits.may_tell_of_registration(CAMILLE));
    let first = limits.take_untold(1);
    assert_eq!(
        first.iter().map(|one| one.counter).collect::<Vec<_>>(),
        ["registrations-mailed"]
    );
    // Nobody could be told: it stays the first.
    limits.give_back(&first);
    let all = limits.take_untold(100);
    assert_eq!(
        all.iter().map(|one| one.counter).collect::<Vec<_>>(),
        ["registrations-mailed", "general"]
    );
}

fn licence(number: u32) -> Licence {
    Licence {
        country: "FR".to_owned(),
        number: format!("16ZZ{number:05}"),
        neph: None,
        categories: Vec::new(),
        issued_on: None,
        expires_on: None,
        category_expiries: Vec::new(),
    }
}
