//! Rules that are no lifecycle: each a pure function, with its source.
