// The parts of a case that are filled in, each in a form of its own that is saved by itself: in a draft one after the
// other, and where an agent has asked for a correction.
import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { useLoaded } from "../../api/loading.js";
import { good } from "../../api/problems.js";
import type { DriverCase, Schema } from "../../api/types.js";
import { AddressFields } from "../../components/AddressFields.js";
import { TextField } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { LicenceFields } from "../../components/LicenceFields.js";
import { Loaded } from "../../components/Loaded.js";
import { PersonFields } from "../../components/PersonFields.js";
import { useTexts } from "../../i18n/context.js";

export interface PartProps {
  file: DriverCase;
  /** What the button says. */
  submit: string;
  /** With the case as it is then. */
  saved: (file: DriverCase) => void;
}

export function HolderForm({ file, submit, saved }: PartProps) {
  const send = async (body: Schema<"HolderBody">) =>
    saved(await good(hub.PUT("/v1/cases/{id}/holder", { params: { path: { id: file.id } }, body })));
  return (
    <Form<Schema<"HolderBody">> submit={submit} send={send}>
      <PersonFields value={file.holder} />
      <LicenceFields value={file.holder?.licence} />
    </Form>
  );
}

/** The driver's own address, where the case has none yet. */
function useOwnAddress(given: Schema<"Address"> | undefined) {
  const own = async () => given ?? (await good(hub.GET("/v1/account"))).address;
  return useLoaded(own, [given]);
}

export function DeliveryForm({ file, submit, saved }: PartProps) {
  const { steps } = useTexts();
  const address = useOwnAddress(file.delivery_address);
  const send = async (body: Schema<"AddressBody">) =>
    saved(await good(hub.PUT("/v1/cases/{id}/delivery-address", { params: { path: { id: file.id } }, body })));
  return (
    <Loaded of={address}>
      {(value) => (
        <Form<Schema<"AddressBody">> submit={submit} send={send}>
          <p>{steps.deliveryLead}</p>
          <AddressFields at="" value={value} purpose="shipping" />
        </Form>
      )}
    </Loaded>
  );
}

export function BillingForm({ file, submit, saved }: PartProps) {
  const { steps, fields } = useTexts();
  const address = useOwnAddress(file.billing_address ?? file.delivery_address);
  const company = file.billing_address?.company;
  const [isCompany, setCompany] = useState(company !== undefined);
  const send = async (body: Schema<"BillingAddressBody">) =>
    saved(await good(hub.PUT("/v1/cases/{id}/billing-address", { params: { path: { id: file.id } }, body })));
  return (
    <Loaded of={address}>
      {(value) => (
        <Form<Schema<"BillingAddressBody">> submit={submit} send={send}>
          <p>{steps.billingLead}</p>
          <AddressFields at="" value={value} purpose="billing" />
          <label class="choice">
            <input type="checkbox" checked={isCompany} onChange={(event) => setCompany(event.currentTarget.checked)} />
            {fields.company}
          </label>
          {isCompany ? (
            <>
              <TextField
                at="/company/name"
                label={fields.companyName}
                value={company?.name}
                autoComplete="organization"
              />
              <TextField at="/company/siren" label={fields.siren} value={company?.siren} inputMode="numeric" />
            </>
          ) : null}
        </Form>
      )}
    </Loaded>
  );
}
