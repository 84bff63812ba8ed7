import { useEffect, useRef, useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import type { DriverCase } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { usePlace } from "../../components/router.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { money } from "../../i18n/formats.js";

/** Seconds between two looks at a payment from which one came back, and how many looks. */
const PAUSE = 2;
const LOOKS = 15;

/** Paying: at the provider's page, which leads back here. Whether it is paid, the case says, and not the way back. */
export function PaymentPart({ file, changed }: { file: DriverCase; changed: () => void }) {
  const { payment: t } = useTexts();
  const key = useRef(crypto.randomUUID());
  if (file.payment === undefined) return null;
  const pay = async () => {
    const payment = await good(
      hub.POST("/v1/cases/{id}/payments", {
        params: { path: { id: file.id }, header: { "Idempotency-Key": key.current } },
        body: { return_url: `${window.location.origin}/cases/${file.id}?paid=1` },
      }),
    );
    // One that failed is followed by another, which is not the same request.
    key.current = crypto.randomUUID();
    if (payment.next_action?.url === undefined) announce(t.byScript);
    else window.location.assign(payment.next_action.url);
  };
  return (
    <Section title={t.title}>
      <p>{t.due(file.payment.fee_label, money(file.payment.amount))}</p>
      {file.payment.last_attempt === undefined ? null : <p>{file.payment.last_attempt.status_label}</p>}
      <Returned file={file} changed={changed} />
      {file.actions.includes("pay") ? (
        <div class="buttons">
          <ActionButton label={t.pay} act={pay} look="main" />
        </div>
      ) : null}
    </Section>
  );
}

/** Looks at the case a few times after the return, until it is no longer to be paid. */
function Returned({ file, changed }: { file: DriverCase; changed: () => void }) {
  const { payment: t } = useTexts();
  const isBack = usePlace().query.has("paid");
  const isDue = file.actions.includes("pay");
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (!isBack || !isDue || looks >= LOOKS) return undefined;
    const timer = setTimeout(() => {
      setLooks(looks + 1);
      changed();
    }, PAUSE * 1000);
    return () => clearTimeout(timer);
  }, [isBack, isDue, looks]);
  if (!isBack) return null;
  return <p role="status">{!isDue ? t.received : looks < LOOKS ? t.returned : t.notYet}</p>;
}
