import { useSandbox } from "./api/sandbox.js";
import { useTexts } from "./i18n/context.js";

/** Whose portal this is, and where to read on; at a sandbox, also the ways to everybody else's side. */
export function Footer() {
  const { foot: t } = useTexts();
  const isSandbox = useSandbox();
  const links: [string, string][] = [
    ["/docs/", t.documentation],
    ...(isSandbox
      ? ([
          ["/sandbox/mailbox", t.mailbox],
          ["/sandbox/factory", t.factory],
        ] as [string, string][])
      : []),
  ];
  return (
    <footer>
      <div>
        <p>{t.what}</p>
        <ul>
          {links.map(([path, label]) => (
            <li key={path}>
              <a href={path}>{label}</a>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}
