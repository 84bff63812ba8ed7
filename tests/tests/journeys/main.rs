//! The guide, page by page: each story is told over HTTP, on both databases.

mod choose_password;
mod create_account;
