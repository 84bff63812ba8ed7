//! The body of decisions that need no more than to be explained.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// The reason for which something is done.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Saisie en double"}))]
pub struct Reason {
    /// Why it is done, for those who read it later. Not blank.
    #[validate(length(max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}
