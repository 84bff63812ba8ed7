import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Schema } from "./types.js";

/** Labels, countries, documents and fees, as the hub names them in the language of the page. */
export const Reference = createContext<Schema<"ReferenceData"> | undefined>(undefined);

export function useReference(): Schema<"ReferenceData"> {
  const data = useContext(Reference);
  if (data === undefined) throw new Error("a page is drawn before the reference data is there");
  return data;
}
