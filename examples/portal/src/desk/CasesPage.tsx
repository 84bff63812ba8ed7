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
import { usePerson } from "../session/context.js";
import { StageFilter } from "./StageFilter.js";

/** The work list of cases: at first those that were sent and wait for somebody. */
export function DeskCasesPage() {
  const { desk: t, menu, nothing } = useTexts();
  const { case_stages: stages } = useReference();
  const person = usePerson();
  const [stage, setStage] = useState<string | undefined>("submitted");
  const [isMine, setMine] = useState(false);
  const read = (cursor?: string) => {
    const chosen = stage === undefined ? {} : { stage: stage as Schema<"CaseStage"> };
    const mine = isMine && person !== undefined ? { assigned_to: person.id } : {};
    return good(hub.GET("/v1/back-office/cases", { params: { query: { ...from(cursor), ...chosen, ...mine } } }));
  };
  const cases = usePages(read, [stage, isMine]);
  return (
    <Page title={menu.work} lead={t.lead}>
      <StageFilter stages={stages} value={stage} choose={setStage} />
      <label class="choice">
        <input type="checkbox" checked={isMine} onChange={(event) => setMine(event.currentTarget.checked)} />
        {t.mine}
      </label>
      <Listed of={cases} none={nothing}>{(items) => <WorkTable items={items} />}</Listed>
    </Page>
  );
}

export function WorkTable({ items }: { items: Schema<"WorkListLine">[] }) {
  const { desk: t, menu } = useTexts();
  const columns: Column<Schema<"WorkListLine">>[] = [
    {
      name: t.reference,
      cell: ({ id, reference, warning }) => (
        <span>
          <Link to={`/desk/cases/${id}`}>{reference}</Link>
          {warning === undefined ? null : <span class="tag wanted">{t.warning}</span>}
        </span>
      ),
    },
    { name: t.kind, cell: ({ kind_label: kind }) => kind },
    { name: t.name, cell: ({ surname, first_names: firstNames }) => `${surname ?? "–"} ${firstNames ?? ""}` },
    {
      name: t.stage,
      cell: (line) => (
        <span>
          {line.stage_label}
          {line.assigned_to === undefined ? null : <span class="tag">{t.assigned}</span>}
        </span>
      ),
    },
    { name: t.age, cell: ({ age_hours: hours }) => t.hours(hours), isNumber: true },
  ];
  return <Table caption={menu.work} columns={columns} items={items} />;
}
