//! The tables' history: one schema on both databases, which is the one the code knows; and a database of a release comes
//! up to date with everything in it.

mod catalog;
mod declared;
mod exported;
mod releases;
mod schema;
