import { factory } from "../api/factory.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Section } from "../components/Section.js";
import { OrderTable } from "../desk/orders.js";
import { useTexts } from "../i18n/context.js";

/** The stages in which somebody has something to do, and the last. */
const SHOWN = ["queued", "started", "failed", "shipped"] as const;

/** The cards to make and to post, as the factory sees them. */
export function FactoryPage() {
  const { sandbox: t } = useTexts();
  return (
    <Page title={t.factory} lead={t.factoryLead}>
      <p>
        <Link to="/desk/production">{t.failedAtDesk}</Link>
      </p>
      {SHOWN.map((stage) => (
        <Orders key={stage} stage={stage} />
      ))}
    </Page>
  );
}

function Orders({ stage }: { stage: Schema<"ProductionOrderStage"> }) {
  const { nothing } = useTexts();
  const { production_order_stages: stages } = useReference();
  const title = stages.find(({ name }) => name === stage)?.label ?? stage;
  const orders = usePages((cursor) => {
    const query = { status: stage, ...from(cursor) };
    return good(factory.GET("/v1/production-orders", { params: { query } }));
  });
  return (
    <Section title={title} isPlain>
      <Listed of={orders} none={nothing}>
        {(items) => <OrderTable caption={title} items={items} page={(id) => `/sandbox/factory/${id}`} />}
      </Listed>
    </Section>
  );
}
