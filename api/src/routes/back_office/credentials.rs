//! Credentials by which partners' systems sign in: what is the same whoever the partner is.

pub mod credential_view;
pub mod issuing;
pub mod keys;
pub mod secret;
