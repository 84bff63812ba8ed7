import type { Texts } from "../i18n/fr.js";

/** The desk's own pages, as its menu has them. */
export const DESK_PAGES: [path: string, name: keyof Texts["menu"]][] = [
  ["/desk/accounts", "accounts"],
  ["/desk/cases", "work"],
  ["/desk/attestations", "attestations"],
  ["/desk/undelivered", "undelivered"],
  ["/desk/cards", "findCard"],
  ["/desk/production", "production"],
  ["/desk/security", "security"],
];
