import type { Schema } from "./types.js";

/** The portal's page for what a link or a notice is about: the same paths to which links in mails lead. */
const PAGES: Record<Schema<"LinkRel">, string> = {
  choose_password: "/choose-password",
  reset_password: "/reset-password",
  correct_account: "/correct-account",
  change_email: "/change-email",
  keep_email: "/keep-email",
  sign_in: "/sign-in",
  training: "/trainings",
  certificate: "/certificates",
  case: "/cases",
  card: "/cards",
  invoice: "/invoices",
  account_export: "/account-export",
  share: "/shares",
};

/** The page, and of what: an id, or the token of a link. */
export function pageOf(rel: Schema<"LinkRel">, of?: string): string {
  return of === undefined ? PAGES[rel] : `${PAGES[rel]}/${of}`;
}

/** The same page within this portal, wherever the link in a mail leads. */
export function pageOfLink({ rel, url }: Schema<"SandboxLink">): string {
  const page = PAGES[rel];
  const at = url.lastIndexOf(`${page}/`);
  return at < 0 ? page : url.slice(at);
}
