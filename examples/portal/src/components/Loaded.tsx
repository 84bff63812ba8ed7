import type { ComponentChildren } from "preact";
import type { Loading } from "../api/loading.js";
import type { Pages } from "../api/paging.js";
import { useTexts } from "../i18n/context.js";
import { ProblemBox } from "./ProblemBox.js";

interface LoadedProps<T> {
  of: Loading<T>;
  children: (value: T) => ComponentChildren;
}

/** A value once it is there. */
export function Loaded<T>({ of, children }: LoadedProps<T>) {
  const t = useTexts();
  if (of.problem !== undefined) return <ProblemBox problem={of.problem} />;
  if (of.value === undefined) return <p role="status">{t.loading}</p>;
  return <>{children(of.value)}</>;
}

interface ListedProps<T> {
  of: Pages<T>;
  /** What to say where there is nothing. */
  none: string;
  children: (items: T[]) => ComponentChildren;
}

/** A list as far as it was read, and a button for the rest. */
export function Listed<T>({ of, none, children }: ListedProps<T>) {
  const t = useTexts();
  return (
    <>
      <ProblemBox problem={of.problem} />
      {of.items === undefined && of.problem === undefined ? <p role="status">{t.loading}</p> : null}
      {of.items?.length === 0 && of.problem === undefined ? <p class="empty">{none}</p> : null}
      {of.items === undefined || of.items.length === 0 ? null : children(of.items)}
      {of.hasMore ? (
        <p>
          <button type="button" onClick={of.more}>
            {t.more}
          </button>
        </p>
      ) : null}
    </>
  );
}
