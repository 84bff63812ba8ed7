//! The papers that people hold in their hands.
//!
//! A paper's facts are looked up once and frozen ([`compose`]), and set and written as PDF by a template ([`render`]):
//! under `papers/templates`, in Typst's markup, for anyone to edit without knowing Rust. Everything comes from the facts,
//! never from a clock or a database: the same facts make the same bytes, so that a paper that was lost can be made again.
//! See `docs/papers.md`.

pub mod compose;
mod facts;
pub mod render;
pub mod samples;

pub use render::{Press, PressError};

pub use facts::{
    Addressee, CardLetter, Centre, Certificate, Corrected, Declaration, DeclaredDefect, Invoice, InvoiceKind,
    InvoiceLine, Paper, Passed, Recap, ReturnCoupon, Seller, Sender, SubmittedDocument, Summary,
};
