import { useState } from "preact/hooks";
import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link, usePlace } from "../components/router.js";
import { type Column, Table } from "../components/Table.js";
import { useTexts } from "../i18n/context.js";

type Wanted = { number?: string; account_id?: string };

/** Cards, by the number that is printed on them, or by their driver. */
export function DeskCardsPage() {
  const { desk: t, menu, nothing } = useTexts();
  const account = usePlace().query.get("account");
  const [wanted, setWanted] = useState<Wanted>(account === null ? {} : { account_id: account });
  const read = (cursor?: string) =>
    good(hub.GET("/v1/back-office/cards", { params: { query: { ...wanted, ...from(cursor) } } }));
  const cards = usePages(read, [JSON.stringify(wanted)]);
  const columns: Column<Schema<"BackOfficeCard">>[] = [
    { name: t.cardNumber, cell: ({ id, number }) => <Link to={`/desk/cards/${id}`}>{number}</Link> },
    { name: t.stage, cell: ({ stage_label: label }) => label },
  ];
  return (
    <Page title={menu.findCard} lead={t.cardsLead}>
      <div class="panel narrow">
        <Form<Wanted> submit={t.find} send={async (filled) => setWanted(filled)}>
          <TextField at="/number" label={t.cardNumber} optional />
        </Form>
      </div>
      <Listed of={cards} none={nothing}>
        {(items) => <Table caption={menu.findCard} columns={columns} items={items} />}
      </Listed>
    </Page>
  );
}
