import { useEffect, useState } from "preact/hooks";
import { useLanguage } from "../i18n/context.js";
import { type Problem, problemOf } from "./problems.js";

/** What a page reads before it can show itself. */
export interface Loading<T> {
  value: T | undefined;
  problem: Problem | undefined;
  /** Puts a newer value in its place: what an operation answered. */
  put: (value: T) => void;
  again: () => void;
}

/** Reads a value, and once more when `about` or the language changes. What was shown stays until the newer is there. */
export function useLoaded<T>(read: () => Promise<T>, about: unknown[] = []): Loading<T> {
  const [state, setState] = useState<{ value?: T; problem?: Problem }>({});
  const [round, setRound] = useState(0);
  const { language } = useLanguage();
  useEffect(() => {
    let isGone = false;
    read().then(
      (value) => {
        if (!isGone) setState({ value });
      },
      (error: unknown) => {
        if (!isGone) setState({ problem: problemOf(error) });
      },
    );
    return () => {
      isGone = true;
    };
  }, [round, language, ...about]);
  return {
    value: state.value,
    problem: state.problem,
    put: (value) => setState({ value }),
    again: () => setRound(round + 1),
  };
}
