//! The tables, as both databases have them. Marker types stand in for what the two name differently.

diesel::table! {
    use diesel::sql_types::Text;

    hub_state (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Integer, Nullable, Text};

    accounts (id) {
        id -> Id,
        version -> Integer,
        stage -> Word,
        email -> Nullable<Text>,
        licence_country -> Nullable<Text>,
        licence_number -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        decision_reason -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        wrong_birth_dates -> Integer,
        licence_neph -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Json, Word};
    use diesel::sql_types::{Date, Nullable, Text};

    profiles (account_id) {
        account_id -> Id,
        language -> Word,
        phone -> Nullable<Text>,
        surname -> Text,
        surname_folded -> Text,
        first_names -> Text,
        birth_date -> Date,
        birth_place -> Text,
        birth_country -> Text,
        address -> Json,
        licence_categories -> Json,
        licence_issued_on -> Nullable<Date>,
        licence_expires_on -> Nullable<Date>,
        birth_date_precision -> Word,
        usage_name -> Nullable<Text>,
        usage_name_folded -> Nullable<Text>,
        licence_category_expiries -> Json,
        birth_date_latest -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::Text;

    consents (account_id, consent) {
        account_id -> Id,
        consent -> Word,
        document_version -> Text,
        given_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Bool, Integer, Nullable, Text};

    staff (id) {
        id -> Id,
        version -> Integer,
        email -> Text,
        name -> Text,
        role -> Word,
        language -> Word,
        password_hash -> Nullable<Text>,
        active -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Binary, Nullable, Text};

    links (token_hash) {
        token_hash -> Binary,
        purpose -> Word,
        account_id -> Nullable<Id>,
        staff_id -> Nullable<Id>,
        created_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{Binary, Nullable};

    known_networks (digest) {
        digest -> Binary,
        account_id -> Nullable<Id>,
        staff_id -> Nullable<Id>,
        last_seen_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Bool, Integer, Nullable, Text};

    sessions (id) {
        id -> Id,
        account_id -> Nullable<Id>,
        staff_id -> Nullable<Id>,
        generation -> Integer,
        user_agent -> Nullable<Text>,
        created_at -> Instant,
        rotated_at -> Instant,
        expires_at -> Instant,
        ended_at -> Nullable<Instant>,
        means -> Word,
        proven_by_provider -> Bool,
        passkey_id -> Nullable<Id>,
        frontend_id -> Nullable<Id>,
        frontend_name -> Nullable<Text>,
        scopes -> Nullable<Json>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{Binary, Integer};

    refresh_tokens (token_hash) {
        token_hash -> Binary,
        session_id -> Id,
        generation -> Integer,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Instant, Word};
    use diesel::sql_types::{Binary, Nullable, Text};

    signing_keys (kid) {
        kid -> Text,
        purpose -> Word,
        sealed_private_key -> Binary,
        public_key -> Binary,
        created_at -> Instant,
        retired_at -> Nullable<Instant>,
        published_until -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Bool, Integer, Nullable, Text};

    training_centres (id) {
        id -> Id,
        version -> Integer,
        name -> Text,
        accreditation_number -> Text,
        contact_email -> Nullable<Text>,
        active -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
        kind -> Word,
    }
}

diesel::table! {
    use crate::dialect::Id;
    use diesel::sql_types::{Date, Nullable};

    accreditations (id) {
        id -> Id,
        centre_id -> Id,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Binary, Nullable, Text};

    machine_clients (client_id) {
        client_id -> Text,
        secret_hash -> Binary,
        scope -> Word,
        centre_id -> Nullable<Id>,
        created_at -> Instant,
        revoked_at -> Nullable<Instant>,
        last_used_at -> Nullable<Instant>,
        previous_secret_hash -> Nullable<Binary>,
        previous_secret_until -> Nullable<Instant>,
        keys -> Nullable<Json>,
        frontend_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::dialect::Instant;
    use diesel::sql_types::Binary;

    client_assertions (digest) {
        digest -> Binary,
        expires_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Binary, Bool, Date, Integer, Nullable, Text};

    attestations (id) {
        id -> Id,
        version -> Integer,
        stage -> Word,
        centre_id -> Id,
        external_reference -> Text,
        content_hash -> Binary,
        training_type -> Word,
        sector -> Word,
        hours -> Integer,
        started_on -> Date,
        ended_on -> Date,
        delivered_on -> Date,
        place -> Text,
        surname -> Text,
        surname_folded -> Text,
        first_names -> Text,
        birth_date -> Date,
        licence_country -> Text,
        licence_number -> Text,
        account_id -> Nullable<Id>,
        candidate_id -> Nullable<Id>,
        counted_in -> Nullable<Id>,
        mismatch -> Nullable<Word>,
        decision_reason -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        birth_date_precision -> Word,
        usage_name -> Nullable<Text>,
        neph -> Nullable<Text>,
        previous_expires_on -> Nullable<Date>,
        overlap_decision -> Nullable<Word>,
        awaits_agent -> Bool,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Integer, Nullable, Text};

    cases (id) {
        id -> Id,
        version -> Integer,
        account_id -> Id,
        kind -> Word,
        stage -> Word,
        reference -> Text,
        subject_card_id -> Nullable<Id>,
        produced_card_id -> Nullable<Id>,
        holder -> Nullable<Json>,
        delivery_address -> Nullable<Json>,
        billing_address -> Nullable<Json>,
        declaration -> Nullable<Json>,
        sectors -> Nullable<Json>,
        assignee_id -> Nullable<Id>,
        warning -> Nullable<Word>,
        answer_before -> Nullable<Instant>,
        requested_at -> Nullable<Instant>,
        decision_reason -> Nullable<Text>,
        tracking_number -> Nullable<Text>,
        submitted_at -> Nullable<Instant>,
        decided_at -> Nullable<Instant>,
        shipped_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        amount_due -> Nullable<Json>,
        previous_expiry -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Date, Integer, Nullable};

    entitlements (id) {
        id -> Id,
        version -> Integer,
        stage -> Word,
        account_id -> Id,
        attestation_id -> Id,
        case_id -> Nullable<Id>,
        sector -> Word,
        training_ended_on -> Date,
        expires_on -> Date,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Date, Integer, Nullable, Text};

    certificates (id) {
        id -> Id,
        version -> Integer,
        account_id -> Id,
        attestation_id -> Id,
        code -> Text,
        sector -> Word,
        training_type -> Word,
        training_ended_on -> Date,
        centre_name -> Text,
        surname -> Text,
        first_names -> Text,
        birth_date -> Date,
        valid_from -> Date,
        valid_until -> Date,
        issued_at -> Instant,
        revoked_at -> Nullable<Instant>,
        revocation_reason -> Nullable<Text>,
        birth_date_precision -> Word,
        sectors -> Nullable<Json>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Bool, Nullable, Text};

    case_items (id) {
        id -> Id,
        case_id -> Nullable<Id>,
        account_id -> Nullable<Id>,
        target -> Word,
        reason -> Text,
        changed -> Bool,
        comment -> Nullable<Text>,
        created_at -> Instant,
        settled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Date, Integer, Nullable, Text};

    cards (id) {
        id -> Id,
        version -> Integer,
        stage -> Word,
        stage_before -> Nullable<Word>,
        account_id -> Id,
        number -> Text,
        code -> Text,
        holder -> Json,
        sectors -> Json,
        issuer -> Text,
        issued_on -> Date,
        expires_on -> Date,
        delivery_address -> Json,
        photo_id -> Nullable<Id>,
        signature_id -> Nullable<Id>,
        tracking_number -> Nullable<Text>,
        revocation_reason -> Nullable<Word>,
        revocation_note -> Nullable<Text>,
        activated_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        lineage_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{BigInt, Binary, Integer, Nullable, Text};

    documents (id) {
        id -> Id,
        account_id -> Id,
        case_id -> Nullable<Id>,
        card_id -> Nullable<Id>,
        document_type -> Word,
        media_type -> Text,
        file_name -> Nullable<Text>,
        size -> BigInt,
        sha256 -> Binary,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        created_at -> Instant,
        scan -> Nullable<Word>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Word};
    use diesel::sql_types::{BigInt, Binary, Integer, Text};

    document_forms (id) {
        id -> Id,
        document_id -> Id,
        form -> Word,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Binary,
        width -> Integer,
        height -> Integer,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Integer, Nullable, Text};

    production_orders (id) {
        id -> Id,
        version -> Integer,
        stage -> Word,
        order_type -> Word,
        account_id -> Id,
        card_id -> Id,
        case_id -> Id,
        delivery_address -> Json,
        failure_reason -> Nullable<Text>,
        tracking_number -> Nullable<Text>,
        shipped_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Nullable, Text};

    transitions (id) {
        id -> Id,
        subject -> Word,
        subject_id -> Id,
        action -> Text,
        from_stage -> Nullable<Text>,
        to_stage -> Text,
        actor_role -> Word,
        actor_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Nullable, Text};

    audit_events (id) {
        id -> Id,
        at -> Instant,
        actor_role -> Word,
        actor_id -> Nullable<Text>,
        action -> Text,
        subject -> Text,
        subject_id -> Nullable<Id>,
        request_id -> Nullable<Text>,
        details -> Nullable<Json>,
        client_address -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{BigInt, Binary, Text};

    audit_seals (number) {
        number -> BigInt,
        sealed_at -> Instant,
        last_id -> Id,
        lines -> Binary,
        statement -> Text,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};

    timers (subject, subject_id, action) {
        subject -> Word,
        subject_id -> Id,
        action -> Word,
        due_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json};
    use diesel::sql_types::{Integer, Nullable, Text};

    outbox (id) {
        id -> Id,
        kind -> Text,
        ordering_key -> Nullable<Id>,
        account_id -> Nullable<Id>,
        payload -> Json,
        created_at -> Instant,
        available_at -> Instant,
        attempts -> Integer,
        lease_until -> Nullable<Instant>,
        claim_token -> Nullable<Id>,
        settled_at -> Nullable<Instant>,
        failed_at -> Nullable<Instant>,
        last_error -> Nullable<Text>,
        traceparent -> Nullable<Text>,
        lane -> Text,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Nullable, Text};

    mailbox (id) {
        id -> Id,
        outbox_id -> Id,
        channel -> Word,
        kind -> Nullable<Word>,
        recipient -> Text,
        subject -> Nullable<Text>,
        text -> Text,
        html -> Nullable<Text>,
        links -> Json,
        attachments -> Json,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::Nullable;

    notices (id) {
        id -> Id,
        account_id -> Id,
        kind -> Word,
        subject -> Nullable<Word>,
        subject_id -> Nullable<Id>,
        created_at -> Instant,
        read_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Instant, Json};
    use diesel::sql_types::{Binary, Integer, Nullable};

    idempotency_records (scope) {
        scope -> Binary,
        fingerprint -> Binary,
        status -> Nullable<Integer>,
        headers -> Nullable<Json>,
        body -> Nullable<Binary>,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Word};
    use diesel::sql_types::{BigInt, Date};

    fees (id) {
        id -> Id,
        kind -> Word,
        amount -> BigInt,
        currency -> Word,
        applies_from -> Date,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{BigInt, Text};

    sandbox_payments (id) {
        id -> Id,
        stage -> Text,
        case_reference -> Text,
        amount -> BigInt,
        currency -> Word,
        return_url -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};

    payments (id) {
        id -> Id,
        version -> Integer,
        stage -> Word,
        account_id -> Id,
        case_id -> Id,
        fee -> Word,
        amount -> BigInt,
        currency -> Word,
        provider -> Text,
        provider_reference -> Nullable<Text>,
        next_action -> Nullable<Json>,
        return_url -> Nullable<Text>,
        failure -> Nullable<Text>,
        captured_amount -> Nullable<BigInt>,
        captured_currency -> Nullable<Text>,
        captured_at -> Nullable<Instant>,
        refunded_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        alert -> Nullable<Word>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json};
    use diesel::sql_types::{Nullable, Text};

    payment_events (id) {
        id -> Id,
        provider -> Text,
        event_id -> Text,
        payment_id -> Nullable<Id>,
        provider_reference -> Nullable<Text>,
        report -> Json,
        received_at -> Instant,
        applied_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Instant, Word};
    use diesel::sql_types::{Integer, Nullable};

    invoice_counters (kind, year) {
        kind -> Word,
        year -> Integer,
        last_serial -> Integer,
        last_issued_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{BigInt, Nullable, Text};

    invoices (id) {
        id -> Id,
        kind -> Word,
        number -> Text,
        account_id -> Id,
        case_id -> Id,
        payment_id -> Id,
        cancels_id -> Nullable<Id>,
        total -> BigInt,
        currency -> Word,
        mentions -> Json,
        issued_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};

    papers (id) {
        id -> Id,
        kind -> Word,
        subject_id -> Id,
        account_id -> Id,
        file_name -> Nullable<Text>,
        facts -> Nullable<Json>,
        signed_with -> Nullable<Text>,
        sha256 -> Nullable<Binary>,
        size -> Nullable<BigInt>,
        created_at -> Instant,
        made_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{Binary, Bool, Nullable};

    download_links (token_hash) {
        token_hash -> Binary,
        paper_id -> Nullable<Id>,
        account_id -> Id,
        to_save -> Bool,
        expires_at -> Instant,
        export_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{BigInt, Binary, Nullable};

    account_exports (id) {
        id -> Id,
        account_id -> Id,
        stage -> Word,
        size -> Nullable<BigInt>,
        sha256 -> Nullable<Binary>,
        requested_at -> Instant,
        ready_at -> Nullable<Instant>,
        expires_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};

    dismissals (attestation_id, account_id) {
        attestation_id -> Id,
        account_id -> Id,
        dismissed_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::Id;
    use diesel::sql_types::Text;

    known_numbers (account_id, country, number) {
        account_id -> Id,
        country -> Text,
        number -> Text,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Date, Nullable, Text};

    aliases (id) {
        id -> Id,
        account_id -> Id,
        surname -> Text,
        surname_folded -> Text,
        usage_name -> Nullable<Text>,
        usage_name_folded -> Nullable<Text>,
        first_names -> Text,
        birth_date -> Date,
        birth_date_precision -> Word,
        licence_country -> Text,
        licence_number -> Text,
        neph -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Date, Integer, Nullable, Text};

    known_qualifications (id) {
        id -> Id,
        version -> Integer,
        account_id -> Id,
        sector -> Word,
        expires_on -> Date,
        source -> Word,
        card_number -> Nullable<Text>,
        attestation_id -> Nullable<Id>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Word};
    use diesel::sql_types::{Date, Nullable};

    term_reprints (attestation_id, sector) {
        attestation_id -> Id,
        sector -> Word,
        account_id -> Id,
        printed -> Nullable<Date>,
        due -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{BigInt, Binary, Nullable};

    second_factors (staff_id) {
        staff_id -> Id,
        sealed_secret -> Binary,
        created_at -> Instant,
        confirmed_at -> Nullable<Instant>,
        last_step -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{Binary, Nullable};

    recovery_codes (code_hash) {
        code_hash -> Binary,
        staff_id -> Id,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::Binary;

    storage_keys (id) {
        id -> Id,
        sealed_key -> Binary,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Nullable, Text};

    identity_links (id) {
        id -> Id,
        audience -> Word,
        issuer -> Text,
        subject -> Text,
        account_id -> Nullable<Id>,
        staff_id -> Nullable<Id>,
        created_at -> Instant,
        last_used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Binary, Nullable, Text};

    oidc_flows (state_hash) {
        state_hash -> Binary,
        audience -> Word,
        issuer -> Text,
        purpose -> Word,
        return_url -> Text,
        created_at -> Instant,
        expires_at -> Instant,
        verifier_hash -> Nullable<Binary>,
        nonce_hash -> Nullable<Binary>,
        sealed_pkce_verifier -> Nullable<Binary>,
        account_id -> Nullable<Id>,
        staff_id -> Nullable<Id>,
        returned_at -> Nullable<Instant>,
        code_hash -> Nullable<Binary>,
        sealed_proof -> Nullable<Binary>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Word};
    use diesel::sql_types::{Binary, Nullable, Text};

    oidc_sessions (session_id) {
        session_id -> Id,
        audience -> Word,
        issuer -> Text,
        subject -> Text,
        provider_session -> Nullable<Text>,
        sealed_id_token -> Binary,
    }
}

diesel::table! {
    use crate::dialect::Instant;
    use diesel::sql_types::Binary;

    logout_tokens (token_hash) {
        token_hash -> Binary,
        taken_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::Instant;
    use diesel::sql_types::{BigInt, Text};

    rate_limits (key) {
        key -> BigInt,
        counter -> Text,
        whole_at -> Instant,
        written_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json};
    use diesel::sql_types::{Binary, Bool, Nullable, Text};

    passkeys (id) {
        id -> Id,
        staff_id -> Id,
        credential_id -> Binary,
        name -> Text,
        credential -> Json,
        backed_up -> Bool,
        created_at -> Instant,
        last_used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Binary, Nullable};

    passkey_ceremonies (handle_hash) {
        handle_hash -> Binary,
        purpose -> Word,
        staff_id -> Nullable<Id>,
        sealed_state -> Binary,
        expires_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json};
    use diesel::sql_types::{Binary, Date, Integer, Nullable, Text};

    shares (id) {
        id -> Id,
        account_id -> Id,
        name -> Nullable<Text>,
        items -> Json,
        token_hash -> Binary,
        code_hash -> Binary,
        created_at -> Instant,
        valid_until -> Date,
        ended_at -> Nullable<Instant>,
        looks -> Integer,
        last_looked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};

    share_looks (id) {
        id -> Id,
        share_id -> Id,
        account_id -> Id,
        way -> Word,
        looked_at -> Instant,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Bool, Integer, Nullable, Text};

    frontends (id) {
        id -> Id,
        version -> Integer,
        name -> Text,
        party -> Word,
        redirect_uris -> Json,
        origins -> Json,
        scopes -> Json,
        active -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
        last_used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json};
    use diesel::sql_types::{Binary, Nullable, Text};

    authorizations (id) {
        id -> Id,
        frontend_id -> Id,
        account_id -> Nullable<Id>,
        staff_id -> Nullable<Id>,
        redirect_uri -> Text,
        scopes -> Json,
        challenge -> Text,
        state -> Nullable<Text>,
        ticket_hash -> Nullable<Binary>,
        browser_hash -> Nullable<Binary>,
        code_hash -> Nullable<Binary>,
        network -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        created_at -> Instant,
        expires_at -> Instant,
        exchanged_at -> Nullable<Instant>,
        session_id -> Nullable<Id>,
        sealed_entry -> Nullable<Binary>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Json, Word};
    use diesel::sql_types::{Integer, Nullable, Text};

    webhook_endpoints (id) {
        id -> Id,
        version -> Integer,
        audience -> Word,
        centre_id -> Nullable<Id>,
        url -> Text,
        description -> Text,
        events -> Json,
        stage -> Word,
        pause_reason -> Nullable<Word>,
        failures -> Integer,
        failing_since -> Nullable<Instant>,
        rest_until -> Nullable<Instant>,
        last_delivered_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        frontend_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{Binary, Nullable};

    webhook_secrets (id) {
        id -> Id,
        endpoint_id -> Id,
        sealed_secret -> Binary,
        sealed_private_key -> Binary,
        public_key -> Binary,
        created_at -> Instant,
        retires_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Nullable, Text};

    webhook_events (id) {
        id -> Id,
        event -> Word,
        subject -> Nullable<Word>,
        subject_id -> Id,
        stage -> Nullable<Text>,
        happened_at -> Instant,
        created_at -> Instant,
        account_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant, Word};
    use diesel::sql_types::{Bool, Integer, Nullable, Text};

    webhook_deliveries (id) {
        id -> Id,
        endpoint_id -> Id,
        event_id -> Id,
        stage -> Word,
        ordering_key -> Id,
        replayed -> Bool,
        attempts -> Integer,
        last_status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        created_at -> Instant,
        give_up_at -> Instant,
        settled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::dialect::{Id, Instant};
    use diesel::sql_types::{Integer, Nullable, Text};

    webhook_attempts (id) {
        id -> Id,
        delivery_id -> Id,
        attempted_at -> Instant,
        duration_ms -> Integer,
        status -> Nullable<Integer>,
        error -> Nullable<Text>,
    }
}

diesel::joinable!(accreditations -> training_centres (centre_id));
diesel::joinable!(profiles -> accounts (account_id));
diesel::joinable!(attestations -> training_centres (centre_id));
diesel::joinable!(entitlements -> attestations (attestation_id));
diesel::joinable!(production_orders -> cards (card_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(webhook_deliveries -> webhook_events (event_id));
diesel::allow_tables_to_appear_in_same_query!(
    hub_state,
    accounts,
    profiles,
    consents,
    staff,
    links,
    sessions,
    refresh_tokens,
    signing_keys,
    training_centres,
    accreditations,
    machine_clients,
    client_assertions,
    attestations,
    dismissals,
    cases,
    entitlements,
    certificates,
    case_items,
    cards,
    documents,
    document_forms,
    production_orders,
    transitions,
    audit_events,
    audit_seals,
    timers,
    outbox,
    mailbox,
    notices,
    idempotency_records,
    fees,
    sandbox_payments,
    payments,
    payment_events,
    invoice_counters,
    invoices,
    papers,
    download_links,
    account_exports,
    known_qualifications,
    term_reprints,
    known_numbers,
    aliases,
    second_factors,
    recovery_codes,
    storage_keys,
    identity_links,
    oidc_flows,
    oidc_sessions,
    logout_tokens,
    rate_limits,
    passkeys,
    passkey_ceremonies,
    shares,
    share_looks,
    frontends,
    authorizations,
    webhook_endpoints,
    webhook_secrets,
    webhook_events,
    webhook_deliveries,
    webhook_attempts,
);
