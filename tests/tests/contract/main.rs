//! The contract and its edges: what is published is what is served, strangers see nothing, bad input is told where.

mod health;
