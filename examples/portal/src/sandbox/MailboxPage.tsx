import { useState } from "preact/hooks";
import { openHub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { pageOfLink } from "../api/places.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link, usePlace } from "../components/router.js";
import { useTexts } from "../i18n/context.js";
import { moment } from "../i18n/formats.js";

interface Wanted {
  to?: string;
}

/** What was mailed and texted, to everybody or to one address. */
export function MailboxPage() {
  const { sandbox: t } = useTexts();
  const asked = usePlace().query.get("to");
  const [wanted, setWanted] = useState<Wanted>(asked === null ? {} : { to: asked });
  const messages = usePages(
    (cursor) => good(openHub.GET("/v1/sandbox/messages", { params: { query: { ...wanted, ...from(cursor) } } })),
    [wanted.to],
  );
  const look = async (filled: Wanted) => {
    setWanted(filled);
    messages.again();
  };
  return (
    <Page title={t.mailbox} lead={t.mailboxLead}>
      <div class="panel narrow">
        <Form<Wanted> submit={t.read} send={look} label={t.mailbox}>
          <TextField at="/to" label={t.to} help={t.toHelp} value={wanted.to} optional />
        </Form>
      </div>
      <Listed of={messages} none={t.noMessage}>
        {(items) => (
          <ul class="cards">
            {items.map((message) => (
              <li key={message.id}>
                <Message message={message} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}

function Message({ message }: { message: Schema<"SandboxMessage"> }) {
  const { sandbox: t } = useTexts();
  const channel = t.channels[message.channel];
  return (
    <article>
      <h2>
        {message.subject ?? channel} {message.subject === undefined ? null : <span class="tag">{channel}</span>}
      </h2>
      <p class="quiet">{t.sent(message.to, moment(message.sent_at))}</p>
      <p class="letter">{message.text}</p>
      <ul class="plain">
        {message.links.map((link) => (
          <li>
            <Link to={pageOfLink(link)}>{t.links[link.rel]}</Link>
          </li>
        ))}
        {message.attachments.map(({ name, href, media_type: kind }) => (
          <li>
            <a href={href} download={name}>
              {name}
            </a>{" "}
            <span class="quiet">{kind}</span>
          </li>
        ))}
      </ul>
    </article>
  );
}
