import { useReference } from "../api/reference.js";
import { SelectField } from "./fields.js";

interface Props {
  at: string;
  label: string;
  value?: string | undefined;
  autoComplete?: string;
  half?: boolean;
  onChange?: (code: string) => void;
}

/** A country by its name; France where nothing is known. */
export function CountryField({ value, ...rest }: Props) {
  const { countries } = useReference();
  const options = countries.map(({ code, label }) => ({ name: code, label }));
  return <SelectField {...rest} options={options} value={value ?? "FR"} />;
}
