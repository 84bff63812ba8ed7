import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../i18n/context.js";
import { moved } from "./router.js";

interface Props {
  title: string;
  lead?: string;
  children?: ComponentChildren;
}

/** A page: its heading takes the focus when one comes to it, so that a screen reader says where one is. */
export function Page({ title, lead, children }: Props) {
  const t = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (moved()) heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = `${title} – ${t.name}`;
  }, [title, t]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead === undefined ? null : <p class="lead">{lead}</p>}
      {children}
    </>
  );
}
