import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { AddressLines } from "../components/AddressFields.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { type Column, Table } from "../components/Table.js";
import { useTexts } from "../i18n/context.js";
import { moment } from "../i18n/formats.js";
import { CardFacts } from "./CardFacts.js";

type Order = Schema<"ProductionOrder">;

/** Production orders, for the factory and for agents; `page` is where one is shown. */
export function OrderTable({ caption, items, page }: { caption: string; items: Order[]; page: (id: string) => string }) {
  const { desk: t } = useTexts();
  const { production_order_stages: stages } = useReference();
  const columns: Column<Order>[] = [
    { name: t.cardNumber, cell: ({ id, card }) => <Link to={page(id)}>{card.number}</Link> },
    { name: t.name, cell: ({ card }) => `${card.holder.surname} ${card.holder.first_names}` },
    { name: t.kind, cell: ({ type }) => t.orders[type] },
    { name: t.stage, cell: ({ stage }) => stages.find(({ name }) => name === stage)?.label ?? stage },
    { name: t.since, cell: ({ created_at: since }) => moment(since) },
  ];
  return <Table caption={caption} columns={columns} items={items} />;
}

/** What is printed, and where it goes. */
export function OrderFacts({ order }: { order: Order }) {
  const { cards, desk: t, steps } = useTexts();
  return (
    <>
      <p class="where">
        <span class="tag">{order.stage_label}</span> {order.failure_reason}{" "}
        <Link to={`/desk/cases/${order.case_id}`}>{t.caseOf}</Link>{" "}
        <Link to={`/desk/cards/${order.card.id}`}>{t.cardOf}</Link>
      </p>
      <Section title={cards.fields}>
        <CardFacts fields={order.card.fields} />
      </Section>
      <Section title={t.shipment}>
        <Facts
          facts={[
            [steps.delivery_address, <AddressLines of={order.delivery_address} />],
            [t.tracking, order.tracking_number],
            [t.shippedAt, order.shipped_at && moment(order.shipped_at)],
          ]}
        />
      </Section>
    </>
  );
}
