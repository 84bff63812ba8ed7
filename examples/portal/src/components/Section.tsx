import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { moved } from "./router.js";

interface Props {
  title: string;
  children: ComponentChildren;
  /** Whether its heading takes the focus when it comes: one step of several on the same page. */
  takesFocus?: boolean;
  /** Whether it stands on the page itself, since what is in it has frames of its own. */
  isPlain?: boolean;
}

/** A part of a page with a heading of its own. */
export function Section({ title, children, takesFocus, isPlain }: Props) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus && moved()) heading.current?.focus();
  }, []);
  return (
    <section class={isPlain ? "" : "panel"} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Names and values; those without a value are left out. */
export function Facts({ facts }: { facts: [string, ComponentChildren][] }) {
  const told = facts.filter(([, value]) => value !== undefined && value !== null && value !== false && value !== "");
  return (
    <dl class="facts">
      {told.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
