import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { versioned } from "../api/problems.js";
import { ActionButton } from "../components/ActionButton.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { decide } from "./decisions.js";
import { OrderFacts } from "./orders.js";

/** One card at the factory, as an agent sees it; where the factory failed, it is put back into the queue. */
export function DeskProductionOrderPage({ id }: { id: string }) {
  const { desk: t } = useTexts();
  const params = { path: { id } };
  const found = useLoaded(() => versioned(hub.GET("/v1/back-office/production-orders/{id}", { params })), [id]);
  const order = found.value?.value;
  const requeue = () => {
    const at = (etag: string) => ({ path: { id }, header: { "If-Match": etag } });
    const path = "/v1/back-office/production-orders/{id}/requeue";
    return decide(found, (etag) => hub.POST(path, { params: at(etag) }), t.requeued);
  };
  return (
    <Page title={order === undefined ? t.order : `${t.orders[order.type]}, ${order.card.number}`}>
      <Loaded of={found}>
        {({ value }) => (
          <>
            <OrderFacts order={value} />
            {value.stage === "failed" ? (
              <Section title={t.decide}>
                <ActionButton label={t.requeue} act={requeue} look="main" />
              </Section>
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}
