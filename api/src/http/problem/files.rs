//! What the object storage says, as its caller may hear it.

use integrations::files::Error;

use super::Problem;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            // Its row was there a moment ago: replaced or erased meanwhile. Otherwise the sweep took what it should not.
            Error::NotFound(key) => {
                tracing::warn!(%key, "a document without its bytes");
                Self::not_found()
            }
            Error::Unavailable(_) | Error::Silent(_) | Error::Folder(_) => {
                tracing::error!(%error, "the object storage does not answer");
                Self::unavailable()
            }
            Error::RangeNotSatisfiable(_) => Self::internal(error),
        }
    }
}
