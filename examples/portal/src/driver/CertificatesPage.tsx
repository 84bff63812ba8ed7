import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Papers } from "../components/Papers.js";
import { useTexts } from "../i18n/context.js";
import { colon, day } from "../i18n/formats.js";

/** «Mes certificats». */
export function CertificatesPage() {
  const { certificates: t } = useTexts();
  const certificates = usePages((cursor) => good(hub.GET("/v1/certificates", { params: { query: from(cursor) } })));
  return (
    <Page title={t.title} lead={t.lead}>
      <Listed of={certificates} none={t.none}>
        {(items) => (
          <ul class="cards">
            {items.map((certificate) => (
              <li key={certificate.id}>
                <CertificateCard certificate={certificate} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}

function CertificateCard({ certificate }: { certificate: Schema<"Certificate"> }) {
  const { certificates: t } = useTexts();
  return (
    <article>
      <h2>
        {certificate.sector_label} <span class="tag">{certificate.status_label}</span>
      </h2>
      <p>{t.validity(day(certificate.valid_from), day(certificate.valid_until))}</p>
      <p>
        {t.training}
        {colon()}
        {certificate.training.type_label}, {certificate.training.centre_name}
      </p>
      <Papers
        path={`/v1/certificates/${certificate.id}/certificate.pdf`}
        name={`${t.title} ${certificate.sector_label}`}
      />
      <p>
        <a href={certificate.verification_url}>{t.verify}</a>
      </p>
    </article>
  );
}
