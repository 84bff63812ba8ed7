import { useState } from "preact/hooks";
import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Papers } from "../components/Papers.js";
import { Facts } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { day } from "../i18n/formats.js";

/** «Mes formations»: the recaps, of one qualification or of both. */
export function TrainingsPage() {
  const t = useTexts();
  const { sectors } = useReference();
  const [sector, setSector] = useState<Schema<"Sector">>();
  const read = (cursor?: string) => {
    const query = { ...from(cursor), ...(sector === undefined ? {} : { sector }) };
    return good(hub.GET("/v1/trainings", { params: { query } }));
  };
  const trainings = usePages(read, [sector]);
  return (
    <Page title={t.trainings.title} lead={t.trainings.lead}>
      <div class="field filter">
        <label for="sector">{t.trainings.sector}</label>
        <select
          id="sector"
          onChange={(event) => setSector(sectors.find(({ name }) => name === event.currentTarget.value)?.name)}
        >
          <option value="">{t.trainings.all}</option>
          {sectors.map(({ name, label }) => (
            <option value={name} selected={name === sector}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <Listed of={trainings} none={t.trainings.none}>
        {(items) => (
          <ul class="cards">
            {items.map((training) => (
              <li key={training.id} id={training.id}>
                <TrainingCard training={training} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}

function TrainingCard({ training }: { training: Schema<"Training"> }) {
  const { trainings: t } = useTexts();
  const title = `${training.type_label}, ${training.sector_label}`;
  return (
    <article>
      <h2>{title}</h2>
      <p>
        {t.dates(day(training.started_on), day(training.ended_on))}
        {training.hours === undefined ? "" : `, ${t.hours(training.hours)}`}
      </p>
      <Facts
        facts={[
          [t.centre, training.centre.name],
          [t.place, training.place],
          [t.delivered, day(training.delivered_on)],
        ]}
      />
      <Papers path={`/v1/trainings/${training.id}/recap.pdf`} name={`${t.recap} ${title}`} />
    </article>
  );
}
