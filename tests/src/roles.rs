//! Who does what in the stories. Each role is a signed-in [`Client`](crate::Client) that knows the gestures of its trade.

mod agent;
mod centre;
mod driver;
mod production;
mod replacing;

pub use agent::Agent;
pub use centre::Centre;
pub use driver::{Driver, sign_in};
pub use production::Production;

/// Lets a role be used as the client it is.
macro_rules! is_a_client {
    ($Role:ty) => {
        impl std::ops::Deref for $Role {
            type Target = crate::client::Client;

            fn deref(&self) -> &Self::Target {
                &self.client
            }
        }
    };
}
use is_a_client;
