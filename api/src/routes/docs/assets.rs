//! What lies in `assets/docs`, as part of the program.

use std::io::Write as _;
use std::sync::LazyLock;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

pub(super) const SCRIPT: &str = "text/javascript; charset=utf-8";
pub(super) const REFERENCE: &str = include_str!("../../../assets/docs/reference.html");
pub(super) const SCALAR: &[u8] = include_bytes!("../../../assets/docs/scalar/standalone.js");

static COMPRESSED_SCALAR: LazyLock<Bytes> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(SCALAR).and_then(|()| encoder.finish());
    written.expect("room in memory").into()
});

/// [`SCALAR`] as gzip; takes a second when it is first asked for.
pub(super) fn compressed_scalar() -> Bytes {
    COMPRESSED_SCALAR.clone()
}

/// The files that pages refer to, by name: media type and content.
pub(super) fn file(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "docs.css" => ("text/css; charset=utf-8", include_str!("../../../assets/docs/docs.css")),
        "icon.svg" => (
            "image/svg+xml; charset=utf-8",
            include_str!("../../../assets/docs/icon.svg"),
        ),
        "reference.js" => (SCRIPT, include_str!("../../../assets/docs/reference.js")),
        _ => return None,
    })
}

macro_rules! diagrams {
    ($($name:ident)+) => {
        /// The picture of a lifecycle, by its name.
        pub(super) fn diagram(name: &str) -> Option<&'static str> {
            Some(match name {
                $(stringify!($name) => include_str!(concat!("../../../assets/docs/diagrams/", stringify!($name), ".svg")),)+
                _ => return None,
            })
        }
    };
}

diagrams! {
    account attestation card case_cqc case_loss case_non_delivery case_quality case_theft case_undelivered entitlement payment production_order
}
