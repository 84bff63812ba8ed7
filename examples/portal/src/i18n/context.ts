import { useEffect, useState } from "preact/hooks";
import { en } from "./en.js";
import { fr, type Texts } from "./fr.js";
import { type Language, language } from "./language.js";

const tables: Record<Language, Texts> = { fr, en };

/** The language of the page and its texts; the page is drawn anew when another is chosen. */
export function useLanguage(): { language: Language; t: Texts } {
  const [current, setCurrent] = useState(language.current());
  useEffect(() => language.onChange(() => setCurrent(language.current())), []);
  return { language: current, t: tables[current] };
}

export function useTexts(): Texts {
  return useLanguage().t;
}

/** The texts, where there is no component to ask from. */
export function texts(): Texts {
  return tables[language.current()];
}
