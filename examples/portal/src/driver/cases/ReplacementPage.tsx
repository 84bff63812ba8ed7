import { hub } from "../../api/client.js";
import { useLoaded } from "../../api/loading.js";
import { good } from "../../api/problems.js";
import { useReference } from "../../api/reference.js";
import type { Schema } from "../../api/types.js";
import { RadioGroup } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { navigate, usePlace } from "../../components/router.js";
import { useTexts } from "../../i18n/context.js";
import { money } from "../../i18n/formats.js";
import { CaseTabs } from "./CaseTabs.js";

const MOTIVES = ["loss", "theft", "quality", "non_delivery"] as const;

/** «Remplacement, Echange»: which card, and why. What may be opened for which card is the hub's to say. */
export function ReplacementPage() {
  const { replacement: t } = useTexts();
  const cards = useLoaded(() => good(hub.GET("/v1/cards", { params: { query: { limit: 100 } } })));
  return (
    <Page title={t.title} lead={t.lead}>
      <CaseTabs shown="replacement" />
      <Fee />
      <Loaded of={cards}>{({ items }) => (items.length === 0 ? <p>{t.none}</p> : <Choice cards={items} />)}</Loaded>
    </Page>
  );
}

/** What a replacement costs today. */
function Fee() {
  const { replacement: t } = useTexts();
  const fee = useReference().fees.find(({ kind, in_force }) => kind === "replacement" && in_force);
  if (fee === undefined) return null;
  return (
    <p>
      {t.fee(money(fee.amount_with_vat))} {t.qualityFee}
    </p>
  );
}

function Choice({ cards }: { cards: Schema<"Card">[] }) {
  const { replacement: t } = useTexts();
  const { query } = usePlace();
  const begin = async (body: Schema<"CaseBody">) => {
    const opened = await good(hub.POST("/v1/cases", { body }));
    navigate(`/cases/${opened.id}`);
  };
  return (
    <Form<Schema<"CaseBody">> submit={t.begin} send={begin}>
      <RadioGroup
        at="/card_id"
        label={t.which}
        options={cards.map(({ id, number, stage_label }) => ({ name: id, label: `${number} (${stage_label})` }))}
        value={query.get("card") ?? cards[0]?.id ?? ""}
      />
      <RadioGroup
        at="/kind"
        label={t.motive}
        options={MOTIVES.map((name) => ({ name, label: t[name] }))}
        value={query.get("kind") ?? ""}
      />
    </Form>
  );
}
