import { useState } from "preact/hooks";
import { Fields, type Option, TextField } from "./fields.js";

interface Props {
  /** JSON pointer of the list: its elements are a name and its last day. */
  at: string;
  /** What an element calls its name. */
  member: string;
  options: Option[];
  /** The last days that are known. */
  days: Record<string, string>;
  label: (option: string) => string;
  help?: string;
}

/** A last day for each of several names, of which those left empty are not in the list. */
export function DatedFields({ at, member, options, days, label, help }: Props) {
  const [typed, setTyped] = useState(days);
  const filled = options.filter(({ name }) => (typed[name] ?? "") !== "");
  return (
    <Fields>
      {options.map((option) => {
        // Counted among those that are sent, so that a fault is told at its field.
        const index = filled.indexOf(option);
        return (
          <div class="half" key={option.name}>
            {index < 0 ? null : <input type="hidden" name={`${at}/${index}/${member}`} value={option.name} />}
            <TextField
              at={index < 0 ? "-" : `${at}/${index}/expires_on`}
              label={label(option.label)}
              help={help}
              type="date"
              value={days[option.name]}
              optional
              onInput={(day) => setTyped({ ...typed, [option.name]: day })}
            />
          </div>
        );
      })}
    </Fields>
  );
}
