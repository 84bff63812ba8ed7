import type { Schema } from "../api/types.js";
import { useTexts } from "../i18n/context.js";
import { CountryField } from "./CountryField.js";
import { Fields, TextField } from "./fields.js";

interface Props {
  value?: Partial<Schema<"Identity">> | undefined;
  /** Only these members of the identity, where a correction names them. */
  only?: Set<string>;
}

/** Who somebody is, as on the identity document. */
export function PersonFields({ value, only }: Props) {
  const { fields } = useTexts();
  const shows = (member: string) => only === undefined || only.has(member);
  return (
    <Fields>
      {shows("surname") ? (
        <>
          <TextField at="/surname" label={fields.surname} value={value?.surname} half autoComplete="family-name" />
          <TextField at="/usage_name" label={fields.usageName} value={value?.usage_name} half optional />
        </>
      ) : null}
      {shows("first_names") ? (
        <TextField
          at="/first_names"
          label={fields.firstNames}
          value={value?.first_names}
          autoComplete="given-name"
          sentEmpty
        />
      ) : null}
      {shows("birth_date") ? (
        <TextField
          at="/birth_date"
          label={fields.birthDate}
          help={fields.birthDateHelp}
          value={value?.birth_date}
          autoComplete="bday"
        />
      ) : null}
      {shows("birth_place") ? (
        <TextField at="/birth_place" label={fields.birthPlace} value={value?.birth_place} half />
      ) : null}
      {shows("birth_country") ? (
        <CountryField at="/birth_country" label={fields.birthCountry} value={value?.birth_country} half />
      ) : null}
    </Fields>
  );
}
