//! Facts in, PDF out: Typst with the hub's own fonts and templates.

mod code128;
mod press;
mod qr;
mod sheets;
pub(crate) mod threads;
mod world;

pub use press::{Press, PressError};
