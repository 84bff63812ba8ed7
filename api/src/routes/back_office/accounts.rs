//! Accounts to analyse, and what is decided about them.

pub mod account_view;
pub mod approve_account;
pub mod close_unused_account;
pub mod correct_email;
pub(crate) mod decision;
pub mod get_account_for_review;
pub mod list_accounts;
pub mod reject_account;
pub mod request_account_correction;
pub mod suspension;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_accounts::list_accounts)
        .service(get_account_for_review::get_account_for_review)
        .service(approve_account::approve_account)
        .service(request_account_correction::request_account_correction)
        .service(reject_account::reject_account)
        .service(suspension::suspend_account)
        .service(suspension::reactivate_account)
        .service(close_unused_account::close_unused_account)
        .service(correct_email::correct_email);
}
