//! One type per kind of id, so that a card's id cannot be passed for a case's. All are `UUIDv7`: ordered by time.

use uuid::Uuid;

macro_rules! ids {
    ($( $(#[$meta:meta])* $Name:ident ),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
        #[serde(transparent)]
        pub struct $Name(pub Uuid);

        impl From<Uuid> for $Name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$Name> for Uuid {
            fn from(id: $Name) -> Self {
                id.0
            }
        }

        $crate::stored::stored!($Name);

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $Name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+ };
}

ids! {
    /// A driver's account.
    AccountId,
    /// A member of the back office's staff.
    StaffId,
    /// A training centre.
    CentreId,
    /// What a training centre posted about one training of one driver.
    AttestationId,
    /// The right to a card in one sector.
    EntitlementId,
    /// A qualification known otherwise than by an attestation.
    KnownQualificationId,
    /// A certificate of qualification.
    CertificateId,
    /// A file a driver (or, for undelivered mail, the back office) opened.
    CaseId,
    /// One thing to correct, in an information request or a correction.
    ItemId,
    /// An uploaded supporting file.
    DocumentId,
    /// A form made of an uploaded picture, and the key of its bytes.
    DocumentFormId,
    /// A card.
    CardId,
    /// An order to produce or post a card.
    ProductionOrderId,
    /// An attempt to pay.
    PaymentId,
    /// An invoice or a credit note.
    InvoiceId,
    /// An in-app notice.
    NoticeId,
    /// A printed paper, and the key of its bytes.
    PaperId,
    /// A row of the outbox.
    MessageId,
    /// A sign-in that may still be good (`sid`).
    SessionId,
}
