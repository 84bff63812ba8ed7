//! Bad input: each a clear problem that says where, never a fault of the hub's.

mod documents;
mod sweep;
mod too_late;
mod values;
