import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Papers } from "../components/Papers.js";
import { Link } from "../components/router.js";
import { type Column, Table } from "../components/Table.js";
import { useTexts } from "../i18n/context.js";
import { dayOf, money } from "../i18n/formats.js";

/** «Mes factures»: the duplicates. */
export function InvoicesPage() {
  const { invoices: t } = useTexts();
  const invoices = usePages((cursor) => good(hub.GET("/v1/invoices", { params: { query: from(cursor) } })));
  const columns: Column<Schema<"Invoice">>[] = [
    { name: t.number, cell: ({ kind_label: kind, number }) => `${kind} ${number}` },
    { name: t.date, cell: ({ issued_at: at }) => dayOf(at) },
    { name: t.about, cell: (invoice) => <Link to={`/cases/${invoice.case_id}`}>{invoice.case_reference}</Link> },
    { name: t.total, cell: ({ total }) => money(total), isNumber: true },
    {
      name: t.duplicate,
      cell: ({ id, number }) => <Papers path={`/v1/invoices/${id}/invoice.pdf`} name={`${t.duplicate} ${number}`} />,
    },
  ];
  return (
    <Page title={t.title} lead={t.lead}>
      <Listed of={invoices} none={t.none}>
        {(items) => <Table caption={t.caption} columns={columns} items={items} />}
      </Listed>
    </Page>
  );
}
