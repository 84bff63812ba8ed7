//! Everything held about a driver, as one archive that they take away (GDPR, articles 15 and 20).

use crate::words;

words! {
    /// What became of an export so far.
    #[cfg_attr(feature = "openapi", schema(as = AccountExportStatus))]
    pub enum Stage {
        /// The archive is being made.
        Preparing => "preparing",
        /// The archive can be downloaded.
        Ready => "ready",
        /// The archive could not be made. Another export can be asked for.
        Failed => "failed",
        /// The archive was erased, a week after it was made. Another export can be asked for.
        Expired => "expired",
    }
}
