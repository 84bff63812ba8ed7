import { useEffect, useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { Papers } from "../../components/Papers.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";

/** Milliseconds between two looks at an archive that is being prepared. */
const PAUSE = 2000;

/** Everything held about the driver, as an archive. `known` is one to which a mail led. */
export function ExportPart({ known }: { known?: string }) {
  const { account: t } = useTexts();
  const [archive, setArchive] = useState<Schema<"AccountExport">>();
  const look = (id: string) => {
    const found = good(hub.GET("/v1/account/exports/{id}", { params: { path: { id } } }));
    return found.then(setArchive, () => setArchive(undefined));
  };
  useEffect(() => {
    if (known !== undefined) void look(known);
  }, [known]);
  useEffect(() => {
    if (archive?.status !== "preparing") return undefined;
    const timer = setTimeout(() => void look(archive.id), PAUSE);
    return () => clearTimeout(timer);
  }, [archive]);
  const ask = async () => {
    setArchive(await good(hub.POST("/v1/account/exports")));
    announce(t.exportAsked);
  };
  return (
    <Section title={t.export}>
      <p>{t.exportLead}</p>
      <p role="status">{archive?.status_label}</p>
      {archive?.status === "ready" ? (
        <Papers path={`/v1/account/exports/${archive.id}/content`} name={t.export} saveOnly />
      ) : (
        <ActionButton label={t.askExport} act={ask} />
      )}
    </Section>
  );
}
