import { useActing } from "../api/acting.js";
import { useTexts } from "../i18n/context.js";
import { ProblemBox } from "./ProblemBox.js";

interface Props {
  label: string;
  /** Of what, for whoever hears the button alone. */
  of?: string;
  act: () => Promise<void>;
  /** Asked first, where the action cannot be undone. */
  sure?: string;
  look?: "main" | "grave";
}

/** A button that does one thing at the hub, and says what the hub said against it. */
export function ActionButton({ label, of, act, sure, look }: Props) {
  const t = useTexts();
  const { isBusy, problem, run } = useActing();
  const clicked = () => {
    if (sure === undefined || window.confirm(sure)) void run(act);
  };
  return (
    <>
      <button type="button" class={look ?? ""} aria-disabled={isBusy} onClick={clicked}>
        {isBusy ? t.busy : label}
        {of === undefined ? null : <span class="hidden"> {of}</span>}
      </button>
      <ProblemBox problem={problem} />
    </>
  );
}
