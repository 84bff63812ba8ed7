import type { Schema } from "../api/types.js";
import { language } from "./language.js";

const locale = () => (language.current() === "fr" ? "fr-FR" : "en-GB");

/** `2026-11-22` as people read it. Dates with an unknown day or month (`1975-06-00`) are shown as they are. */
export function day(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)) return text;
  const shown = new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" });
  return shown.format(new Date(`${text}T00:00:00Z`));
}

/** The day of an instant, in Paris. */
export function dayOf(text: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "Europe/Paris" }).format(new Date(text));
}

/** The day in so many days, as the contract writes it. */
export function inDays(days: number): string {
  const shown = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Europe/Paris" });
  return shown.format(Date.now() + days * 86_400_000);
}

/** An instant, in Paris, where the hub's days are. */
export function moment(text: string): string {
  const shown = new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" });
  return shown.format(new Date(text));
}

export function money({ amount, currency }: Schema<"Money">): string {
  return new Intl.NumberFormat(locale(), { style: "currency", currency }).format(amount / 100);
}

/** What stands between a name and its value: in French with a space that does not break. */
export const colon = () => (language.current() === "fr" ? "\u00a0: " : ": ");

/** A list in words: «a, b et c». */
export function listed(items: string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(items);
}

/** Bytes, as people read them. */
export function megabytes(bytes: number): string {
  const shown = new Intl.NumberFormat(locale(), { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
  return shown.format(bytes / 1_048_576);
}

/** `image/jpeg` as people know it: JPEG. */
export function kinds(mediaTypes: string[]): string {
  return mediaTypes.map((type) => (type.split("/")[1] ?? type).toUpperCase()).join(", ");
}

/** Until when each category of a licence is valid, where that is not one day for all. */
export function categoryExpiries({ category_expiries: expiries }: Schema<"Licence">): string {
  return (expiries ?? []).map(({ category, expires_on: until }) => `${category}${colon()}${day(until)}`).join(", ");
}
