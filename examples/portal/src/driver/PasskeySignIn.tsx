import { announce } from "../components/Announcer.js";
import { ActionButton } from "../components/ActionButton.js";
import { useLoaded } from "../api/loading.js";
import { navigate } from "../components/router.js";
import { useTexts } from "../i18n/context.js";
import { beginSignIn, NotAnswered, signIn } from "../session/passkeys.js";
import { session } from "../session/session.js";

/** Signing in by a passkey, which members of staff may have; nothing where the hub or the browser knows none. */
export function PasskeySignIn({ then }: { then: string }) {
  const { signIn: t } = useTexts();
  const begun = useLoaded(beginSignIn);
  const { value } = begun;
  if (value === undefined) return null;
  const show = async () => {
    try {
      // What was asked when the page came may be over: then it is asked again.
      const isOver = Date.parse(value.expires_at) < Date.now();
      session.take(await signIn((isOver ? await beginSignIn() : undefined) ?? value), "password");
      navigate(then, true);
    } catch (error) {
      begun.again();
      if (!(error instanceof NotAnswered)) throw error;
      announce(t.notAnswered);
    }
  };
  return (
    <>
      <p class="quiet">{t.passkeyLead}</p>
      <div class="buttons">
        <ActionButton label={t.passkey} act={show} />
      </div>
    </>
  );
}
