//! What people say about themselves: tidied and checked, whichever way it came.

use chrono::NaiveDate;
use domain::people::{Address, Holder};
use domain::rules::contact::{self, fold_email};
use domain::rules::{Fault, person, phone};
use persistence::accounts::Profile;

use crate::http::Problem;

/// The profile as it is kept, or everything that is wrong with it.
pub fn check(profile: Profile, today: NaiveDate) -> Result<Profile, Problem> {
    let address = person::tidy_address(profile.address);
    let profile = Profile {
        email: fold_email(&profile.email),
        phone: profile
            .phone
            .map(|phone| phone::tidy_from(&phone, &address.country))
            .filter(|phone| !phone.is_empty()),
        language: profile.language,
        holder: person::tidy_holder(profile.holder),
        address,
    };
    match faults(&profile, today) {
        none if none.is_empty() => Ok(profile),
        some => Err(Problem::invalid(some)),
    }
}

/// An email address as it is kept, or what is wrong with it.
pub fn check_email(typed: &str) -> Result<String, Problem> {
    let email = fold_email(typed);
    match contact::check(&email, None) {
        none if none.is_empty() => Ok(email),
        some => Err(Problem::invalid(some)),
    }
}

fn faults(profile: &Profile, today: NaiveDate) -> Vec<Fault> {
    let mut found = contact::check(&profile.email, profile.phone.as_deref());
    found.extend(of_holder(&profile.holder, today));
    found.extend(of_address(&profile.address));
    found
}

fn of_holder(holder: &Holder, today: NaiveDate) -> Vec<Fault> {
    person::holder(holder, today)
}

fn of_address(address: &Address) -> impl Iterator<Item = Fault> {
    person::address(address)
        .into_iter()
        .map(|fault| fault.within("address"))
}
