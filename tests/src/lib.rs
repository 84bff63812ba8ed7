//! The harness: what a story needs to be told over HTTP against a real server, on both databases.

pub mod caching;
pub mod clamav;
pub mod client;
pub mod databases;
pub mod files;
pub mod frontend;
pub mod hub;
pub mod mailbox;
pub mod pdf;
pub mod people;
pub mod postgres;
pub mod process;
pub mod reading;
pub mod receiver;
pub mod release;
pub mod reply;
pub mod roles;
pub mod scanner;
pub mod seed;
pub mod stories;
pub mod trouble;
pub mod zip_file;

pub use client::Client;
pub use files::Upload;
pub use hub::Hub;
pub use people::{Person, Training, with, without};
pub use reading::Reading;
pub use reply::Reply;
