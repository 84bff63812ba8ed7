import { useState } from "preact/hooks";
import { openHub } from "../api/client.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { useTexts } from "../i18n/context.js";
import { colon } from "../i18n/formats.js";
import { CountryField } from "./CountryField.js";
import { DatedFields } from "./DatedFields.js";
import { CheckboxGroup, Fields, TextField } from "./fields.js";

interface Props {
  value?: Schema<"Licence"> | undefined;
}

/** A driving licence, with the help that the guide promises for the numbers of French ones. */
export function LicenceFields({ value }: Props) {
  const { fields } = useTexts();
  const { licence_categories } = useReference();
  const [country, setCountry] = useState(value?.country ?? "FR");
  return (
    <fieldset>
      <legend>{fields.licence}</legend>
      <CountryField at="/licence/country" label={fields.licenceCountry} value={value?.country} onChange={setCountry} />
      <LicenceNumber country={country} value={value?.number} />
      {country === "FR" ? (
        <TextField
          at="/licence/neph"
          label={fields.neph}
          help={fields.nephHelp}
          value={value?.neph}
          optional
          inputMode="numeric"
        />
      ) : null}
      <CheckboxGroup
        at="/licence/categories"
        label={fields.categories}
        options={licence_categories.map((name) => ({ name, label: name }))}
        values={value?.categories}
      />
      <Fields>
        <TextField at="/licence/issued_on" label={fields.issuedOn} type="date" value={value?.issued_on} half optional />
        <TextField
          at="/licence/expires_on"
          label={fields.expiresOn}
          type="date"
          value={value?.expires_on}
          half
          optional
        />
      </Fields>
      <CategoryExpiries value={value?.category_expiries} />
    </fieldset>
  );
}

/** The last day of each category, where the licence has one for each. */
function CategoryExpiries({ value }: { value: Schema<"CategoryExpiry">[] | undefined }) {
  const { fields } = useTexts();
  const { licence_categories: categories } = useReference();
  return (
    <details open={value !== undefined && value.length > 0}>
      <summary>{fields.categoryExpiries}</summary>
      <p class="help">{fields.categoryExpiriesHelp}</p>
      <DatedFields
        at="/licence/category_expiries"
        member="category"
        options={categories.map((name) => ({ name, label: name }))}
        days={Object.fromEntries((value ?? []).map(({ category, expires_on: day }) => [category, day]))}
        label={fields.categoryUntil}
      />
    </details>
  );
}

/** The number, looked at by the hub while it is typed; its forms, for whoever clicks on the field. */
function LicenceNumber({ country, value }: { country: string; value: string | undefined }) {
  const { fields } = useTexts();
  const [check, setCheck] = useState<Schema<"LicenceNumberCheck">>();
  const look = async (number: string) => {
    if (number.trim() === "") return setCheck(undefined);
    const body = { country, number };
    await good(openHub.POST("/v1/licence-number-checks", { body })).then(setCheck, () => setCheck(undefined));
  };
  return (
    <>
      <TextField
        at="/licence/number"
        label={fields.licenceNumber}
        value={value}
        optional
        onInput={(number) => void look(number)}
      />
      <div aria-live="polite">
        {check?.warnings.map(({ message }) => (
          <p class="help">{message}</p>
        ))}
        {check?.valid && check.format_label !== undefined ? <p class="help">{check.format_label}</p> : null}
      </div>
      {country === "FR" ? <NumberHelp /> : null}
    </>
  );
}

function NumberHelp() {
  const { fields } = useTexts();
  const { licence_formats } = useReference();
  return (
    <details>
      <summary>{fields.licenceHelp}</summary>
      <ul>
        {licence_formats.map(({ label, help, example }) => (
          <li>
            <strong>{label}</strong>
            {colon()}
            {help} {fields.licenceExample(example)}
          </li>
        ))}
      </ul>
    </details>
  );
}
