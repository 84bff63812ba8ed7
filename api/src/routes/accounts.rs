//! Opening an account, correcting it, one's own profile.

pub mod account_view;
pub mod ask_email_change;
pub mod check_licence_number;
pub mod close_account;
pub mod correct_account;
pub(crate) mod email_link;
pub mod get_account;
pub mod get_closure_preview;
pub mod get_correction;
pub mod profile;
pub mod register;
pub mod send_link;
pub mod update_account;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(register::register_account)
        .service(check_licence_number::check_licence_number)
        .service(send_link::send_link_again)
        .service(get_correction::get_correction)
        .service(correct_account::correct_account)
        .service(get_account::get_account)
        .service(update_account::update_account)
        .service(get_closure_preview::get_closure_preview)
        .service(close_account::close_account)
        .service(ask_email_change::ask_email_change)
        .service(email_link::confirm_email)
        .service(email_link::object_to_email);
}
