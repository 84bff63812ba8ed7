import { useEffect, useState } from "preact/hooks";
import { session } from "./session.js";
import type { Person } from "./tokens.js";

/** Who is signed in; a page is drawn anew when that changes. */
export function usePerson(): Person | undefined {
  const [person, setPerson] = useState(session.person());
  useEffect(() => session.onChange(() => setPerson(session.person())), []);
  return person;
}
