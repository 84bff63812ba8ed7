import { hub } from "../api/client.js";
import { type Loading, useLoaded } from "../api/loading.js";
import { type Versioned, versioned } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { AddressLines } from "../components/AddressFields.js";
import { LongField, SelectField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { moment } from "../i18n/formats.js";
import { CardFacts } from "./CardFacts.js";
import { decide } from "./decisions.js";

type File = Schema<"BackOfficeCard">;

/** A card as it is printed, whose it is, and its revocation. */
export function DeskCardPage({ id }: { id: string }) {
  const { desk: t, cards, steps } = useTexts();
  const params = { path: { id } };
  const found = useLoaded(() => versioned(hub.GET("/v1/back-office/cards/{id}", { params })), [id]);
  const number = found.value?.value.number;
  return (
    <Page title={number === undefined ? t.cardNumber : cards.number(number)}>
      <Loaded of={found}>
        {({ value: card }) => (
          <>
            <p class="where">
              <span class="tag">{card.stage_label}</span>{" "}
              <Link to={`/desk/accounts/${card.account_id}`}>{t.account}</Link>{" "}
              {card.open_case === undefined ? null : (
                <Link to={`/desk/cases/${card.open_case.id}`}>{cards.openCase}</Link>
              )}
            </p>
            <Section title={cards.fields}>
              <CardFacts fields={card.fields} />
            </Section>
            <Section title={t.whereabouts}>
              <Facts
                facts={[
                  [steps.delivery_address, <AddressLines of={card.delivery_address} />],
                  [t.tracking, card.tracking_number],
                  [t.activated, card.activated_at && moment(card.activated_at)],
                  [t.revocation, card.revocation_reason_label],
                  [t.note, card.revocation_note],
                  [t.verification, <a href={card.verification_url}>{card.verification_code}</a>],
                ]}
              />
            </Section>
            {IN_HANDS.includes(card.stage) ? <Revocation card={card} of={found} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The stages in which a card is somebody's, or on its way to them, so that it can be revoked. */
const IN_HANDS: Schema<"CardStage">[] = ["active", "in_transit", "suspended"];
const REASONS = ["fraud", "attestation_withdrawn", "lost", "stolen", "lost_in_post", "other"] as const;

/** Whether the card can be revoked in its stage is the hub's to say. */
function Revocation({ card, of }: { card: File; of: Loading<Versioned<File>> }) {
  const { desk: t } = useTexts();
  const send = (body: Schema<"RevocationBody">) => {
    const at = (etag: string) => ({ path: { id: card.id }, header: { "If-Match": etag } });
    const path = "/v1/back-office/cards/{id}/revocation";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body }), t.revoked);
  };
  return (
    <Section title={t.decide}>
      <details>
        <summary>{t.revoke}</summary>
        <Form<Schema<"RevocationBody">> submit={t.revoke} send={send} label={t.revoke}>
          <SelectField
            at="/reason"
            label={t.revocation}
            options={REASONS.map((name) => ({ name, label: t.revocations[name] }))}
          />
          <LongField at="/note" label={t.note} optional />
        </Form>
      </details>
    </Section>
  );
}
