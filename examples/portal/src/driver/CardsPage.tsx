import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import { usePicture } from "../api/pictures.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { announce } from "../components/Announcer.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Facts } from "../components/Section.js";
import { useLanguage, useTexts } from "../i18n/context.js";

/** «Mes cartes»: the picture, what it says, and what is to be done with it. */
export function CardsPage() {
  const { cards: t } = useTexts();
  const cards = usePages((cursor) => good(hub.GET("/v1/cards", { params: { query: from(cursor) } })));
  return (
    <Page title={t.title}>
      <Listed of={cards} none={t.none}>
        {(items) => (
          <ul class="cards">
            {items.map((card) => (
              <li key={card.id}>
                <CardView card={card} changed={cards.again} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}

function CardView({ card, changed }: { card: Schema<"Card">; changed: () => void }) {
  const { cards: t } = useTexts();
  return (
    <article>
      <h2>
        {t.number(card.number)} <span class="tag">{card.stage_label}</span>
      </h2>
      <Visual card={card} />
      {card.open_case === undefined ? null : (
        <p>
          <Link to={`/cases/${card.open_case.id}`}>
            {card.open_case.kind === "undelivered" ? t.undelivered : t.openCase}
          </Link>
        </p>
      )}
      <Activation card={card} changed={changed} />
      <details>
        <summary>{t.fields}</summary>
        <Facts
          facts={card.fields.map(({ number, label, category, value }) => [`${number} ${label} ${category ?? ""}`, value])}
        />
      </details>
      <p>
        <a href={card.verification_url}>{t.verify}</a>
      </p>
    </article>
  );
}

function Visual({ card }: { card: Schema<"Card"> }) {
  const { language, t } = useLanguage();
  const params = { path: { id: card.id } };
  const read = () => good(hub.GET("/v1/cards/{id}/visual.svg", { params, parseAs: "blob" }));
  const url = usePicture(read, [card.id, card.version, language]);
  return url === undefined ? null : <img class="visual" src={url} alt={t.cards.visual(card.number)} />;
}

/** «Vérifier sa CQC lors de sa réception»: activate it, or say what is wrong with it. */
function Activation({ card, changed }: { card: Schema<"Card">; changed: () => void }) {
  const { cards: t } = useTexts();
  if (!card.actions.includes("activate")) return null;
  const activate = async () => {
    await good(hub.POST("/v1/cards/{id}/activation", { params: { path: { id: card.id } } }));
    announce(t.activated);
    changed();
  };
  return (
    <>
      <p>{t.check}</p>
      <div class="buttons">
        <ActionButton label={t.activate} act={activate} look="main" />
        <Link to={`/cases/replacement?card=${card.id}&kind=quality`} class="button">
          {t.faulty}
        </Link>
      </div>
    </>
  );
}
