import { hub } from "../../api/client.js";
import { useLoaded } from "../../api/loading.js";
import { good } from "../../api/problems.js";
import { useReference } from "../../api/reference.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { navigate } from "../../components/router.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { colon, kinds, megabytes } from "../../i18n/formats.js";
import { CaseTabs } from "./CaseTabs.js";

/** «Faire une demande»: the card, the documents that it takes, and whether one has the right to it. */
export function NewCasePage() {
  const t = useTexts();
  const rights = useLoaded(() => good(hub.GET("/v1/entitlements")));
  return (
    <Page title={t.make.title}>
      <CaseTabs shown="make" />
      <Section title={t.make.card}>
        <h3>{t.make.wanted}</h3>
        <WantedDocuments kind="cqc" />
        <Loaded of={rights}>{({ items }) => <Right rights={items} />}</Loaded>
      </Section>
    </Page>
  );
}

/** The supporting documents of a kind of case, with their formats. */
function WantedDocuments({ kind }: { kind: Schema<"CaseKind"> }) {
  const t = useTexts();
  const reference = useReference();
  const wanted = reference.case_kinds.find(({ name }) => name === kind)?.documents ?? [];
  return (
    <ul>
      {reference.documents
        .filter(({ name }) => wanted.includes(name))
        .map(({ label, media_types, most_bytes }) => (
          <li>
            {label} <span class="quiet">({t.make.formats(kinds(media_types), megabytes(most_bytes))})</span>
          </li>
        ))}
    </ul>
  );
}

function Right({ rights }: { rights: Schema<"Entitlement">[] }) {
  const t = useTexts();
  const available = rights.filter((right) => right.available);
  const begin = async () => {
    const opened = await good(hub.POST("/v1/cases", { body: { kind: "cqc" } }));
    navigate(`/cases/${opened.id}`);
  };
  if (available.length === 0) {
    return (
      <>
        <p role="note">{t.make.blocked}</p>
        <ul>
          {rights.map((right) => (
            <li>
              {right.sector_label}
              {colon()}
              {right.reason_label} ({t.make.hoursDone(right.hours_done, right.hours_required)})
            </li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <>
      <p>{t.make.right}</p>
      <ul>
        {available.map(({ sector_label: label }) => (
          <li>{label}</li>
        ))}
      </ul>
      <div class="buttons">
        <ActionButton label={t.make.begin} act={begin} look="main" />
      </div>
    </>
  );
}
