import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

const listeners = new Set<() => void>();
let hasMoved = false;

/** Whether the person moved within the portal since it was loaded: from then on each page takes the focus. */
export const moved = () => hasMoved;

export function navigate(path: string, replace = false): void {
  if (replace) window.history.replaceState(null, "", path);
  else window.history.pushState(null, "", path);
  hasMoved = true;
  window.scrollTo(0, 0);
  for (const listener of listeners) listener();
}

window.addEventListener("popstate", () => {
  hasMoved = true;
  for (const listener of listeners) listener();
});

export interface Place {
  path: string;
  query: URLSearchParams;
}

const here = (): Place => ({
  path: window.location.pathname.replace(/(.)\/$/, "$1"),
  query: new URLSearchParams(window.location.search),
});

/** Where the person is; drawn anew when they move. */
export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const listener = () => setPlace(here());
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return place;
}

interface LinkProps {
  to: string;
  children: ComponentChildren;
  class?: string;
  /** Whether this is the page, or the part of the portal, that is shown. */
  current?: boolean;
}

/** A link within the portal. Opened in another tab, it is like any other. */
export function Link({ to, children, class: look, current }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={to} class={look ?? ""} onClick={follow} {...(current ? { "aria-current": "page" } : {})}>
      {children}
    </a>
  );
}
