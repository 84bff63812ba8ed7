//! The body of decisions that need no more than to be explained.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// Why.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Saisie en double"}))]
pub struct Reason {
    /// The reason, for those who read it later: not blank.
    #[validate(length(max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}
