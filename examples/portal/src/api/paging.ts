import { useEffect, useRef, useState } from "preact/hooks";
import { useLanguage } from "../i18n/context.js";
import { type Problem, problemOf } from "./problems.js";

/** One page of a list, as every list of the contract answers. */
export interface Page<T> {
  items: T[];
  next_cursor?: string;
}

/** A list as far as it was read. */
export interface Pages<T> {
  items: T[] | undefined;
  problem: Problem | undefined;
  hasMore: boolean;
  /** Reads the next page. */
  more: () => void;
  /** Reads it from the beginning. */
  again: () => void;
}

/** Where a list goes on: left out of the query at the beginning. */
export function from(cursor: string | undefined): { cursor?: string } {
  return cursor === undefined ? {} : { cursor };
}

/** Reads a list page by page, and from its beginning when `about` or the language changes. */
export function usePages<T>(read: (cursor?: string) => Promise<Page<T>>, about: unknown[] = []): Pages<T> {
  const [pages, setPages] = useState<{ items?: T[]; next?: string; problem?: Problem }>({});
  const [round, setRound] = useState(0);
  const { language } = useLanguage();
  const latest = useRef(0);

  const load = async (before: T[], cursor?: string) => {
    const mine = ++latest.current;
    try {
      const page = await read(cursor);
      if (mine !== latest.current) return;
      const items = [...before, ...page.items];
      setPages(page.next_cursor === undefined ? { items } : { items, next: page.next_cursor });
    } catch (error) {
      if (mine === latest.current) setPages({ items: before, problem: problemOf(error) });
    }
  };
  useEffect(() => {
    setPages({});
    void load([]);
    return () => {
      latest.current++;
    };
  }, [round, language, ...about]);

  return {
    items: pages.items,
    problem: pages.problem,
    hasMore: pages.next !== undefined,
    more: () => void load(pages.items ?? [], pages.next),
    again: () => setRound(round + 1),
  };
}
