import { useState } from "preact/hooks";
import { type Problem, problemOf } from "./problems.js";

/** One thing that a person may do: not twice at once, and with what the hub said against it. */
export interface Acting {
  isBusy: boolean;
  problem: Problem | undefined;
  run: (action: () => Promise<void>) => Promise<void>;
}

export function useActing(): Acting {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (action: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await action();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, run };
}
