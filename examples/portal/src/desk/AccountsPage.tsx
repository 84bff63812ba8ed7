import { useState } from "preact/hooks";
import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { type Column, Table } from "../components/Table.js";
import { useTexts } from "../i18n/context.js";
import { StageFilter } from "./StageFilter.js";

/** The work list of accounts: at first those that wait for analysis. */
export function AccountsPage() {
  const { desk: t, menu, nothing } = useTexts();
  const { account_stages: stages } = useReference();
  const [stage, setStage] = useState<string | undefined>("pending_review");
  const read = (cursor?: string) => {
    const chosen = stage === undefined ? {} : { stage: stage as Schema<"AccountStage"> };
    return good(hub.GET("/v1/back-office/accounts", { params: { query: { ...from(cursor), ...chosen } } }));
  };
  const accounts = usePages(read, [stage]);
  return (
    <Page title={menu.accounts} lead={t.lead}>
      <StageFilter stages={stages} value={stage} choose={setStage} />
      <Listed of={accounts} none={nothing}>
        {(items) => <AccountTable items={items} />}
      </Listed>
    </Page>
  );
}

export function AccountTable({ items }: { items: Schema<"AccountLine">[] }) {
  const { desk: t, menu } = useTexts();
  const columns: Column<Schema<"AccountLine">>[] = [
    {
      name: t.name,
      cell: (line) => (
        <span>
          <Link to={`/desk/accounts/${line.id}`}>
            {line.surname ?? "–"} {line.first_names}
          </Link>
          {line.possible_duplicate ? <span class="tag wanted">{t.duplicate}</span> : null}
        </span>
      ),
    },
    { name: t.stage, cell: ({ stage_label: label }) => label },
    { name: t.age, cell: ({ age_hours: hours }) => t.hours(hours), isNumber: true },
  ];
  return <Table caption={menu.accounts} columns={columns} items={items} />;
}
