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
import { day } from "../i18n/formats.js";
import { StageFilter } from "./StageFilter.js";

/** What training centres attested: at first what nearly matches somebody, which an agent settles. */
export function DeskAttestationsPage() {
  const { desk: t, menu, nothing } = useTexts();
  const { attestation_statuses: stages } = useReference();
  const [stage, setStage] = useState<string | undefined>("mismatch");
  const attestations = usePages(
    (cursor) => {
      const chosen = stage === undefined ? {} : { status: stage as Schema<"AttestationStage"> };
      const query = { ...from(cursor), ...chosen };
      return good(hub.GET("/v1/back-office/attestations", { params: { query } }));
    },
    [stage],
  );
  return (
    <Page title={menu.attestations} lead={t.attestationsLead}>
      <StageFilter stages={stages} value={stage} choose={setStage} />
      <Listed of={attestations} none={nothing}>
        {(items) => <AttestationTable items={items} />}
      </Listed>
    </Page>
  );
}

export function AttestationTable({ items }: { items: Schema<"AttestationToSettle">[] }) {
  const { desk: t, menu } = useTexts();
  const columns: Column<Schema<"AttestationToSettle">>[] = [
    {
      name: t.name,
      cell: ({ id, driver, awaits_overlap_decision: overlaps }) => (
        <span>
          <Link to={`/desk/attestations/${id}`}>
            {driver.surname} {driver.first_names}
          </Link>
          {overlaps ? <span class="tag wanted">{t.overlaps}</span> : null}
        </span>
      ),
    },
    { name: t.kind, cell: ({ type_label: type, sector_label: sector }) => `${type}, ${sector}` },
    { name: t.ended, cell: ({ ended_on: ended }) => day(ended) },
    { name: t.stage, cell: ({ status_label: stage, mismatch_label: why }) => why ?? stage },
  ];
  return <Table caption={menu.attestations} columns={columns} items={items} />;
}
