import { useState } from "preact/hooks";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { LongField, type Option, SelectField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { useTexts } from "../i18n/context.js";

/** Fields that an item may name, of a case and of an account. */
const OF_BOTH = ["surname", "first_names", "birth_date", "birth_place", "birth_country", "licence"] as const;
const OF_CASE = [...OF_BOTH, "delivery_address"] as const;
const OF_ACCOUNT = [...OF_BOTH, "address", "phone", "email"] as const;

type FieldName = (typeof OF_CASE)[number] | (typeof OF_ACCOUNT)[number];

interface Props {
  of: "account" | "case";
  submit: string;
  send: (items: Schema<"RequestedItem">[]) => Promise<void>;
}

/** What a driver is asked to put right: any number of items, each with its reason. */
export function ItemsForm({ of, submit, send }: Props) {
  const { desk: t, reason } = useTexts();
  const targets = useTargets(of);
  const [keys, setKeys] = useState([0]);
  return (
    <Form<{ items?: Schema<"RequestedItem">[] }> submit={submit} send={({ items }) => send(items ?? [])} label={submit}>
      {keys.map((key, index) => (
        <fieldset key={key}>
          <legend>{t.item(index + 1)}</legend>
          <SelectField at={`/items/${index}/target`} label={t.target} options={targets} />
          <LongField at={`/items/${index}/reason`} label={reason} />
          {keys.length === 1 ? null : (
            <button type="button" onClick={() => setKeys(keys.filter((other) => other !== key))}>
              {t.removeItem(index + 1)}
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" onClick={() => setKeys([...keys, Math.max(...keys) + 1])}>
        {t.addItem}
      </button>
    </Form>
  );
}

function useTargets(of: Props["of"]): Option[] {
  const t = useTexts();
  const { documents } = useReference();
  const names: Record<FieldName, string> = {
    surname: t.fields.surname,
    first_names: t.fields.firstNames,
    birth_date: t.fields.birthDate,
    birth_place: t.fields.birthPlace,
    birth_country: t.fields.birthCountry,
    licence: t.fields.licence,
    delivery_address: t.steps.delivery_address,
    address: t.address,
    phone: t.fields.phone,
    email: t.fields.email,
  };
  const fields: readonly FieldName[] = of === "case" ? OF_CASE : OF_ACCOUNT;
  return [
    { name: "question", label: t.desk.question },
    ...fields.map((field) => ({ name: `field:${field}`, label: names[field] })),
    ...(of === "case" ? documents.map(({ name, label }) => ({ name: `document:${name}`, label })) : []),
  ];
}
