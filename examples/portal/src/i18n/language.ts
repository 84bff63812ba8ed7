/** The languages of the portal, which are those of the hub. */
export type Language = "fr" | "en";

const KEPT = "cqc-hub-portal.language";
const listeners = new Set<() => void>();
let chosen: Language = initial();

/** The one chosen before; else the browser's, French where it has neither. */
function initial(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "fr" || kept === "en") return kept;
  const first = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "fr" || tag === "en");
  return first === "en" ? "en" : "fr";
}

export const language = {
  current: (): Language => chosen,
  choose(wanted: Language): void {
    chosen = wanted;
    localStorage.setItem(KEPT, wanted);
    document.documentElement.lang = wanted;
    for (const listener of listeners) listener();
  },
  onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

document.documentElement.lang = chosen;
