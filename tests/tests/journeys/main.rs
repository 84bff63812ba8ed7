//! The guide, page by page: each story is told over HTTP, on both databases.

mod answer_information_request;
mod as_typed;
mod certificate;
mod choose_password;
mod create_account;
mod failed_messages;
mod follow_case;
mod full_disk;
mod invoices;
mod own_pages;
mod papers;
mod pay;
mod pay_by_stripe;
mod replace_faulty_card;
mod replace_lost_card;
mod replace_stolen_card;
mod request_card;
mod sandbox_pages;
mod sign_in;
mod trainings;
mod undelivered_mail;
mod verify_card;
