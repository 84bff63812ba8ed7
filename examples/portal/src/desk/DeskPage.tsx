import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { useTexts } from "../i18n/context.js";

/** Where an agent arrives. */
export function DeskPage() {
  const { desk, menu } = useTexts();
  return (
    <Page title={desk.title} lead={desk.lead}>
      <ul class="tiles">
        <li>
          <Link to="/desk/accounts">{menu.accounts}</Link>
        </li>
        <li>
          <Link to="/desk/cases">{menu.work}</Link>
        </li>
        <li>
          <Link to="/desk/undelivered">{menu.undelivered}</Link>
        </li>
        <li>
          <Link to="/desk/cards">{menu.findCard}</Link>
        </li>
      </ul>
    </Page>
  );
}
