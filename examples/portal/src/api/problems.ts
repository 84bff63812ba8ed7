import type { Schema } from "./types.js";

export type Problem = Schema<"Problem">;

/** What openapi-fetch answers, whichever operation it was. */
interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The hub refused (RFC 9457), or could not be reached. */
export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds after which to try again, where the hub says so. */
    readonly retryAfter?: number,
  ) {
    super(problem.title);
  }
}

/** What was asked for. */
export async function good<T>(asked: Promise<Answer<T>>): Promise<T> {
  return (await versioned(asked)).value;
}

/** A resource and the `ETag` that a decision about it names. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

export async function versioned<T>(asked: Promise<Answer<T>>): Promise<Versioned<T>> {
  const answer = await reached(asked);
  if (answer.data === undefined) throw refused(answer);
  return { value: answer.data, etag: answer.response.headers.get("etag") ?? "" };
}

/** For operations that answer nothing (204). */
export async function done(asked: Promise<Answer<unknown>>): Promise<void> {
  const answer = await reached(asked);
  if (!answer.response.ok) throw refused(answer);
}

async function reached<T>(asked: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(unreachable(String(error)));
  }
}

function refused({ error, response }: Answer<unknown>): Refused {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const problem = isProblem(error) ? error : unreachable(`${response.status}`);
  return Number.isFinite(seconds) ? new Refused(problem, seconds) : new Refused(problem);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "title" in error;
}

/** No answer of the hub's: `title` is empty, and the page says it in its own words. */
function unreachable(detail: string): Problem {
  return { type: "about:blank", title: "", status: 0, code: "unavailable", detail };
}

/** The problem of anything that was thrown; what is no problem of the hub's is a fault of ours, and goes on. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Refused) return thrown.problem;
  throw thrown;
}

/** Asks again while the hub says that a paper is still being printed, a few times. */
export async function patiently<T>(ask: () => Promise<T>, tries = 6): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await ask();
    } catch (error) {
      const isPassing = error instanceof Refused && error.problem.status === 503 && left > 1;
      if (!isPassing) throw error;
      await new Promise((later) => setTimeout(later, 1000 * Math.min(error.retryAfter ?? 1, 5)));
    }
  }
}
