//! Cases about cards, payments and invoices, on the real store: whatever happens at once, late, twice or never.

mod cards;
mod drawn;
mod interleavings;
mod invoices;
mod product;
mod reports;
mod scene;
