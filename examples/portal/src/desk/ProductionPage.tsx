import { useState } from "preact/hooks";
import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { useTexts } from "../i18n/context.js";
import { OrderTable } from "./orders.js";
import { StageFilter } from "./StageFilter.js";

/** The cards that are made: at first those with which the factory failed, which wait for an agent. */
export function DeskProductionPage() {
  const { desk: t, menu, nothing } = useTexts();
  const { production_order_stages: stages } = useReference();
  const [stage, setStage] = useState<string | undefined>("failed");
  const orders = usePages(
    (cursor) => {
      const chosen = stage === undefined ? {} : { status: stage as Schema<"ProductionOrderStage"> };
      const query = { ...from(cursor), ...chosen };
      return good(hub.GET("/v1/back-office/production-orders", { params: { query } }));
    },
    [stage],
  );
  return (
    <Page title={menu.production} lead={t.productionLead}>
      <StageFilter stages={stages} value={stage} choose={setStage} />
      <Listed of={orders} none={nothing}>
        {(items) => <OrderTable caption={menu.production} items={items} page={(id) => `/desk/production/${id}`} />}
      </Listed>
    </Page>
  );
}
