import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useTexts } from "../i18n/context.js";
import { useFault } from "./Form.js";

interface Common {
  /** JSON pointer of what is filled in. */
  at: string;
  label: string;
  help?: string | undefined;
  optional?: boolean;
  /** Whether two of them stand side by side, where there is room. */
  half?: boolean | undefined;
}

/** What ties a field to its help and its fault. */
function useDescription(at: string, help: string | undefined) {
  const id = useId();
  const fault = useFault(at);
  const described = [help === undefined ? "" : `${id}-help`, fault === undefined ? "" : `${id}-fault`];
  const text = described.filter((part) => part !== "").join(" ");
  return {
    id,
    fault,
    attributes: {
      id,
      name: at,
      "aria-invalid": fault !== undefined,
      ...(text === "" ? {} : { "aria-describedby": text }),
    },
  };
}

interface ShellProps {
  id: string;
  label: string;
  help: string | undefined;
  fault: string | undefined;
  optional: boolean | undefined;
  half: boolean | undefined;
  children: ComponentChildren;
}

function Shell({ id, label, help, fault, optional, half, children }: ShellProps) {
  const t = useTexts();
  return (
    <div class={half ? "field half" : "field"}>
      <label for={id}>
        <span data-name>{label}</span>
        {optional ? <span class="quiet"> ({t.optional})</span> : null}
      </label>
      {help === undefined ? null : (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {children}
      {fault === undefined ? null : (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

interface TextProps extends Common {
  type?: "text" | "email" | "tel" | "password" | "date";
  value?: string | undefined;
  autoComplete?: string;
  inputMode?: "text" | "numeric";
  /** An empty value is sent, and means that there is none any more. */
  sentEmpty?: boolean;
  onInput?: (value: string) => void;
}

export function TextField(props: TextProps) {
  const { at, label, help, optional, half, type, value, autoComplete, inputMode, sentEmpty, onInput } = props;
  const { id, fault, attributes } = useDescription(at, help);
  return (
    <Shell {...{ id, label, help, fault, optional, half }}>
      <input
        {...attributes}
        // Preact's types want to know which kind of input it is; to this component they are all the same.
        type={(type ?? "text") as "text"}
        defaultValue={value ?? ""}
        required={!optional}
        autocomplete={autoComplete ?? "off"}
        {...(inputMode === undefined ? {} : { inputMode })}
        {...(sentEmpty ? { "data-sent-empty": "" } : {})}
        onInput={(event) => onInput?.(event.currentTarget.value)}
      />
    </Shell>
  );
}

interface LongProps extends Common {
  value?: string | undefined;
}

export function LongField({ at, label, help, optional, half, value }: LongProps) {
  const { id, fault, attributes } = useDescription(at, help);
  return (
    <Shell {...{ id, label, help, fault, optional, half }}>
      <textarea {...attributes} rows={4} required={!optional} defaultValue={value ?? ""} />
    </Shell>
  );
}

/** What one may choose, and what it is called. */
export interface Option {
  name: string;
  label: string;
}

interface ChoiceProps extends Common {
  options: Option[];
  value?: string | undefined;
  autoComplete?: string;
  onChange?: (value: string) => void;
}

export function SelectField(props: ChoiceProps) {
  const { at, label, help, optional, half, options, value, autoComplete, onChange } = props;
  const { id, fault, attributes } = useDescription(at, help);
  return (
    <Shell {...{ id, label, help, fault, optional, half }}>
      <select
        {...attributes}
        required={!optional}
        autocomplete={autoComplete ?? "off"}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option value={option.name} selected={option.name === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Shell>
  );
}

interface CheckboxProps {
  at: string;
  label: string;
  checked?: boolean;
}

export function Checkbox({ at, label, checked }: CheckboxProps) {
  const { id, fault, attributes } = useDescription(at, undefined);
  return (
    <div class="field check">
      <input {...attributes} type="checkbox" defaultChecked={checked ?? false} />
      <label for={id}>
        <span data-name>{label}</span>
      </label>
      {fault === undefined ? null : (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

interface GroupProps extends Common {
  options: Option[];
}

/** Several of many; none is an empty list. */
export function CheckboxGroup({ at, label, help, options, values }: GroupProps & { values?: string[] | undefined }) {
  const { id, fault, attributes } = useDescription(at, help);
  const text = attributes["aria-describedby"];
  const described = text === undefined ? {} : { "aria-describedby": text };
  return (
    <fieldset class="group" data-group {...described}>
      <legend>{label}</legend>
      {help === undefined ? null : (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      <input type="hidden" name={at} data-list="" />
      <div class="choices">
        {options.map((option) => (
          <label class="choice">
            <input
              type="checkbox"
              name={`${at}/-`}
              value={option.name}
              defaultChecked={values?.includes(option.name) ?? false}
              aria-invalid={fault !== undefined}
            />
            {option.label}
          </label>
        ))}
      </div>
      {fault === undefined ? null : (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}

interface RadioProps extends GroupProps {
  value?: string;
  onChange?: (value: string) => void;
}

/** One of many, all of which are seen. */
export function RadioGroup({ at, label, options, value, onChange }: RadioProps) {
  const { id, fault } = useDescription(at, undefined);
  return (
    <fieldset class="group" data-group {...(fault === undefined ? {} : { "aria-describedby": `${id}-fault` })}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label class="choice">
          <input
            type="radio"
            name={at}
            value={option.name}
            defaultChecked={option.name === value}
            onChange={() => onChange?.(option.name)}
          />
          {option.label}
        </label>
      ))}
      {fault === undefined ? null : (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}

/** Fields that stand in two columns where there is room, each in its own line or half of one. */
export function Fields({ children }: { children: ComponentChildren }) {
  return <div class="fields">{children}</div>;
}
