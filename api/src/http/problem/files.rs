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
            Error::Keys(error) => error.into(),
            Error::Unavailable(_) | Error::Silent(_) | Error::Folder(_) | Error::Changed(_) => {
                tracing::error!(%error, "the object storage does not answer");
                Self::unavailable()
            }
            Error::DoesNotOpen(_) | Error::NotSealed(_) | Error::NotAsStored(_) => {
                tracing::error!(%error, "a document whose bytes are not what was stored");
                Self::not_found()
            }
            Error::RangeNotSatisfiable(_) => Self::internal(error),
        }
    }
}
