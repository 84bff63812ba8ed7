//! The guide, page by page: each story is told over HTTP, on both databases.

mod answer_information_request;
mod certificate;
mod choose_password;
mod create_account;
mod follow_case;
mod own_pages;
mod papers;
mod pay;
mod pay_by_stripe;
mod request_card;
mod sign_in;
mod trainings;
mod verify_card;
