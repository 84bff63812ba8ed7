//! Together and at once: what many do in the same moment ends as if they had done it one after the other.

mod at_once;
mod shared_limits;
mod webhooks;
