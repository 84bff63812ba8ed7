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
    /// Identifier of a driver's account: a UUIDv7.
    AccountId,
    /// Identifier of a member of the back office's staff: a UUIDv7.
    StaffId,
    /// Identifier of a training centre: a UUIDv7.
    CentreId,
    /// Identifier of an attestation, and of the training that it attests: a UUIDv7.
    AttestationId,
    /// The right to a card in one sector.
    EntitlementId,
    /// Identifier of a qualification known otherwise than by a training recorded here: a UUIDv7.
    KnownQualificationId,
    /// Identifier of a certificate of qualification: a UUIDv7.
    CertificateId,
    /// Identifier of a case, a file that a driver (or, for undelivered mail, the back office) opened: a UUIDv7.
    CaseId,
    /// Identifier of an item, one thing that a driver is asked to put right: a UUIDv7.
    ItemId,
    /// Identifier of an uploaded supporting document: a UUIDv7.
    DocumentId,
    /// A form made of an uploaded picture, and the key of its bytes.
    DocumentFormId,
    /// Identifier of a driver qualification card: a UUIDv7.
    CardId,
    /// Identifier of a production order, to make or to post a card: a UUIDv7.
    ProductionOrderId,
    /// Identifier of a payment, an attempt to pay what a case costs: a UUIDv7.
    PaymentId,
    /// Identifier of an invoice or a credit note: a UUIDv7.
    InvoiceId,
    /// Identifier of a notice to a driver: a UUIDv7.
    NoticeId,
    /// Identifier of an export, an archive of everything held about a driver: a UUIDv7. The key of its bytes, too.
    ExportId,
    /// A printed paper, and the key of its bytes.
    PaperId,
    /// Identifier of an outgoing message: a UUIDv7.
    MessageId,
    /// Identifier of a session, the `sid` of its access tokens: a UUIDv7.
    SessionId,
    /// Identifier of an address to which a partner has events sent: a UUIDv7.
    WebhookEndpointId,
    /// Identifier of an event that partners are told of, the same at every attempt and replay (`webhook-id`): a UUIDv7.
    WebhookEventId,
    /// Identifier of the delivery of an event to an endpoint: a UUIDv7.
    WebhookDeliveryId,
    /// Identifier of a passkey of a member of staff: a UUIDv7.
    PasskeyId,
    /// Identifier of a registered frontend, its `client_id`: a UUIDv7.
    FrontendId,
    /// Identifier of what somebody authorised a frontend to do, until its code is forgotten: a UUIDv7.
    AuthorizationId,
    /// Identifier of a link between somebody and who they are at an identity provider: a UUIDv7.
    IdentityLinkId,
    /// Identifier of a share, by which a driver shows their qualification to an employer: a UUIDv7.
    ShareId,
    /// Identifier of a look at what a driver shares: a UUIDv7.
    ShareLookId,
}
