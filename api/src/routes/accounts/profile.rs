//! What people say about themselves: tidied and checked, whichever way it came.

use chrono::NaiveDate;
use domain::people::{Address, Holder, Identity, Language, Licence};
use domain::rules::contact::{self, fold_email};
use domain::rules::{Fault, person, phone};
use persistence::accounts::Profile;

use crate::http::Problem;
use crate::http::problem::Location;

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

/// Refuses what is wrong with the members that were given, where the others are not known.
pub fn judge_members(profile: Profile, given: &[(&str, bool)], today: NaiveDate) -> Result<(), Problem> {
    let Err(problem) = check(profile, today) else {
        return Ok(());
    };
    let is_given = |fault: &&crate::http::Fault| match &fault.place {
        Location::Pointer(place) => {
            let member = place.split('/').nth(1).unwrap_or_default();
            given.contains(&(member, true))
        }
        Location::Parameter(_) => false,
    };
    let faults: Vec<_> = problem.faults().iter().filter(is_given).cloned().collect();
    match faults {
        none if none.is_empty() => Ok(()),
        some => Err(Problem::invalid(some)),
    }
}

/// A profile of which nothing is known.
pub fn unknown() -> Profile {
    Profile {
        email: String::new(),
        phone: None,
        language: Language::French,
        holder: Holder {
            identity: Identity {
                surname: String::new(),
                usage_name: None,
                first_names: String::new(),
                birth_date: NaiveDate::default().into(),
                birth_place: String::new(),
                birth_country: String::new(),
            },
            licence: Licence {
                country: String::new(),
                number: String::new(),
                neph: None,
                categories: Vec::new(),
                issued_on: None,
                expires_on: None,
                category_expiries: Vec::new(),
            },
        },
        address: Address {
            line1: String::new(),
            line2: None,
            postal_code: String::new(),
            city: String::new(),
            country: String::new(),
        },
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
