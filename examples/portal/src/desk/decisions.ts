import type { Loading } from "../api/loading.js";
import { Refused, type Versioned, versioned } from "../api/problems.js";
import { announce } from "../components/Announcer.js";

type Asked<T> = Parameters<typeof versioned<T>>[0];

/**
 * Decides about the version that is shown. Where somebody else has acted meanwhile (412), what stands now is shown, and
 * the problem says so.
 */
export async function decide<T>(
  of: Loading<Versioned<T>>,
  asked: (etag: string) => Asked<T>,
  said: string,
): Promise<void> {
  try {
    of.put(await versioned(asked(of.value?.etag ?? "")));
    announce(said);
    // The button is gone with the stage: without a new place, the keyboard would start again at the top of the page.
    document.querySelector("h1")?.focus();
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 412) of.again();
    throw error;
  }
}
