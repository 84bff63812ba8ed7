import { type ComponentChildren, createContext } from "preact";
import { useContext, useRef } from "preact/hooks";
import { useActing } from "../api/acting.js";
import type { Problem } from "../api/problems.js";
import { useTexts } from "../i18n/context.js";
import { ProblemBox } from "./ProblemBox.js";
import { bodyOf, isAt } from "./pointers.js";

const Faults = createContext<Problem["errors"]>(undefined);

/** What the hub said against the value of a field, if it did. */
export function useFault(name: string): string | undefined {
  const faults = useContext(Faults)?.filter(({ pointer }) => isAt(name, pointer)) ?? [];
  return faults.length === 0 ? undefined : faults.map(({ message }) => message).join(" ");
}

interface Props<Body> {
  /** What the button says. */
  submit: string;
  /** Sends what was filled in; what it throws is shown, at the fields where it says so. */
  send: (body: Body) => Promise<void>;
  /** Of what the form is, for screen readers, where no heading says so. */
  label?: string;
  children?: ComponentChildren;
  /** Further buttons beside the one that sends. */
  beside?: ComponentChildren;
}

/** A form. The browser checks nothing by itself: the hub's words are better, and come all at once. */
export function Form<Body>({ submit, send, label, children, beside }: Props<Body>) {
  const t = useTexts();
  const form = useRef<HTMLFormElement>(null);
  const { isBusy, problem, run } = useActing();
  const sent = (event: Event) => {
    event.preventDefault();
    if (form.current === null) return;
    const body = bodyOf<Body>(form.current);
    void run(() => send(body));
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={sent}
      aria-busy={isBusy}
      {...(label === undefined ? {} : { "aria-label": label })}
    >
      <ProblemBox problem={problem} form={form.current} />
      <Faults.Provider value={problem?.errors}>{children}</Faults.Provider>
      <div class="buttons">
        <button type="submit" class="main" aria-disabled={isBusy}>
          {isBusy ? t.busy : submit}
        </button>
        {beside}
      </div>
    </form>
  );
}
