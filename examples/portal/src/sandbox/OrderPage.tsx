import { factory } from "../api/factory.js";
import { type Loading, useLoaded } from "../api/loading.js";
import { usePicture } from "../api/pictures.js";
import { good, patiently, type Versioned, versioned } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Section } from "../components/Section.js";
import { decide } from "../desk/decisions.js";
import { OrderFacts } from "../desk/orders.js";
import { ReasonForm } from "../desk/ReasonForm.js";
import { useTexts } from "../i18n/context.js";
import { saveBytes } from "../api/papers.js";

type Order = Schema<"ProductionOrder">;

/** One card: what is printed on it, and what the factory reports. */
export function OrderPage({ id }: { id: string }) {
  const { desk: t } = useTexts();
  const params = { path: { id } };
  const found = useLoaded(() => versioned(factory.GET("/v1/production-orders/{id}", { params })), [id]);
  const order = found.value?.value;
  return (
    <Page title={order === undefined ? t.order : `${t.orders[order.type]}, ${order.card.number}`}>
      <Loaded of={found}>
        {({ value }) => (
          <>
            <OrderFacts order={value} />
            <Pictures order={value} />
            <Reports order={value} of={found} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What the card bears beside its text. A card that is sent again is made already, and has none. */
function Pictures({ order }: { order: Order }) {
  const { sandbox: t } = useTexts();
  const params = { path: { id: order.id } };
  const photo = usePicture(
    () => good(factory.GET("/v1/production-orders/{id}/photo", { params, parseAs: "blob" })),
    [order.id],
  );
  const signature = usePicture(
    () => good(factory.GET("/v1/production-orders/{id}/signature", { params, parseAs: "blob" })),
    [order.id],
  );
  if (photo === undefined && signature === undefined) return null;
  return (
    <Section title={t.pictures}>
      <div class="prints">
        {photo === undefined ? null : <img src={photo} alt={t.photo} />}
        {signature === undefined ? null : <img src={signature} alt={t.signature} />}
      </div>
    </Section>
  );
}

/** What the factory may report in each stage, as its lifecycle says. */
function Reports({ order, of }: { order: Order; of: Loading<Versioned<Order>> }) {
  const { sandbox: t, desk } = useTexts();
  const at = (etag: string) => ({ path: { id: order.id }, header: { "If-Match": etag } });
  const start = () =>
    decide(of, (etag) => factory.POST("/v1/production-orders/{id}/start", { params: at(etag) }), t.started);
  const ship = (body: Schema<"Parcel">) =>
    decide(of, (etag) => factory.POST("/v1/production-orders/{id}/shipment", { params: at(etag), body }), t.shipped);
  const fail = (body: Schema<"Reason">) =>
    decide(of, (etag) => factory.POST("/v1/production-orders/{id}/failure", { params: at(etag), body }), t.failed);
  const letter = async () => {
    const params = { path: { id: order.id } };
    const read = () => good(factory.GET("/v1/production-orders/{id}/letter.pdf", { params, parseAs: "blob" }));
    saveBytes(await patiently(read), `${order.card.number}.pdf`);
  };
  const isOpen = order.stage === "queued" || order.stage === "started";
  if (!isOpen) return null;
  return (
    <Section title={t.report}>
      <div class="buttons">
        {order.stage === "queued" ? <ActionButton label={t.start} act={start} look="main" /> : null}
        <ActionButton label={t.letter} act={letter} />
      </div>
      {order.stage === "started" ? (
        <Form<Schema<"Parcel">> submit={t.ship} send={ship} label={t.ship}>
          <TextField at="/tracking_number" label={desk.tracking} />
        </Form>
      ) : null}
      <ReasonForm submit={t.fail} send={fail} />
    </Section>
  );
}
