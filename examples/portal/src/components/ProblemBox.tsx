import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/problems.js";
import { useTexts } from "../i18n/context.js";
import { colon } from "../i18n/formats.js";
import { elementAt, nameOf } from "./pointers.js";

interface Props {
  problem: Problem | undefined;
  /** The form that was sent: each fault of the problem leads to its field. */
  form?: HTMLFormElement | null;
}

interface Line {
  label: string;
  message: string;
  field: HTMLElement | undefined;
}

/** What the hub said against it, in its own words, which are in the language of the page. */
export function ProblemBox({ problem, form }: Props) {
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const [lines, setLines] = useState<Line[]>([]);
  useEffect(() => {
    const line = ({ pointer, parameter, message }: NonNullable<Problem["errors"]>[number]): Line => {
      const field = form ? elementAt(form, pointer) : undefined;
      return { label: field === undefined ? (parameter ?? "") : nameOf(field), message, field };
    };
    setLines((problem?.errors ?? []).map(line));
    if (problem !== undefined) box.current?.focus();
  }, [problem]);

  if (problem === undefined) return null;
  return (
    <div class="problem" role="alert" tabIndex={-1} ref={box} data-code={problem.code}>
      <p>
        <strong>{problem.title === "" ? t.unreachable : problem.title}</strong>
      </p>
      {problem.detail !== undefined && problem.title !== "" ? <p>{problem.detail}</p> : null}
      {lines.length === 0 ? null : (
        <>
          <p>{t.faults}</p>
          <ul>
            {lines.map((line) => (
              <li>
                <Fault {...line} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Fault({ label, message, field }: Line) {
  if (field === undefined) return <>{label === "" ? message : `${label}${colon()}${message}`}</>;
  return (
    <button type="button" class="link" onClick={() => field.focus()}>
      {label}
      {colon()}
      {message}
    </button>
  );
}
