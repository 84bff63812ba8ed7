import { Link } from "../../components/router.js";
import { useTexts } from "../../i18n/context.js";

type Tab = "underWay" | "make" | "replacement" | "over";

/** The headings under «Mes demandes». */
export function CaseTabs({ shown }: { shown: Tab }) {
  const { cases: t } = useTexts();
  const tabs: [Tab, string][] = [
    ["underWay", "/cases"],
    ["make", "/cases/new"],
    ["replacement", "/cases/replacement"],
    ["over", "/cases/over"],
  ];
  return (
    <nav class="tabs" aria-label={t.tabs}>
      <ul>
        {tabs.map(([tab, path]) => (
          <li>
            <Link to={path} current={tab === shown}>
              {t[tab]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
