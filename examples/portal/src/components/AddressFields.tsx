import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { useTexts } from "../i18n/context.js";
import { CountryField } from "./CountryField.js";
import { Fields, TextField } from "./fields.js";

interface Props {
  /** Pointer of the address; empty where the body is the address itself. */
  at: string;
  value?: Schema<"Address"> | undefined;
  purpose?: "shipping" | "billing";
}

export function AddressFields({ at, value, purpose }: Props) {
  const { fields } = useTexts();
  const filled = (kind: string) => (purpose === undefined ? kind : `${purpose} ${kind}`);
  return (
    <Fields>
      <TextField at={`${at}/line1`} label={fields.line1} value={value?.line1} autoComplete={filled("address-line1")} />
      <TextField
        at={`${at}/line2`}
        label={fields.line2}
        value={value?.line2}
        optional
        autoComplete={filled("address-line2")}
      />
      <TextField
        at={`${at}/postal_code`}
        label={fields.postalCode}
        value={value?.postal_code}
        half
        autoComplete={filled("postal-code")}
      />
      <TextField
        at={`${at}/city`}
        label={fields.city}
        value={value?.city}
        half
        autoComplete={filled("address-level2")}
      />
      <CountryField
        at={`${at}/country`}
        label={fields.country}
        value={value?.country}
        autoComplete={filled("country")}
      />
    </Fields>
  );
}

/** An address as it is written on an envelope. */
export function AddressLines({ of }: { of: Schema<"Address"> }) {
  const { countries } = useReference();
  const country = countries.find(({ code }) => code === of.country)?.label ?? of.country;
  const lines = [of.line1, of.line2, `${of.postal_code} ${of.city}`, country];
  return (
    <address>
      {lines.filter((line) => line !== undefined).map((line) => (
        <span>{line}</span>
      ))}
    </address>
  );
}
