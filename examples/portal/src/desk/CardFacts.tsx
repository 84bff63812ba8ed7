import type { Schema } from "../api/types.js";
import { Facts } from "../components/Section.js";

/** A card's text, field by field, as it is printed. */
export function CardFacts({ fields }: { fields: Schema<"CardField">[] }) {
  return (
    <Facts
      facts={fields.map(({ number, label, category, value }): [string, string] => [
        `${number} ${label} ${category ?? ""}`,
        value,
      ])}
    />
  );
}
