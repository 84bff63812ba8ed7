//! The papers that people hold in their hands: facts in, PDF out.
//!
//! Each paper is a template under `papers/templates`, written in Typst's markup, that anyone can edit without knowing
//! Rust. Everything comes from the facts, never from a clock or a database: the same facts make the same bytes, so that a
//! paper that was lost can be made again. See `docs/papers.md`.

mod code128;
mod facts;
mod press;
mod print_shop;
mod qr;
pub mod samples;
mod sheets;
pub(crate) mod threads;

pub use facts::{
    Addressee, CardLetter, Centre, Certificate, Corrected, Declaration, DeclaredDefect, Invoice, InvoiceKind,
    InvoiceLine, Paper, Passed, Recap, ReturnCoupon, Seller, Sender, SubmittedDocument, Summary,
};
pub use press::{Press, PressError};
