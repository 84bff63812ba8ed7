import type { ComponentChildren } from "preact";
import { Page } from "./components/Page.js";
import { Link } from "./components/router.js";
import { DeskAccountPage } from "./desk/AccountPage.js";
import { AccountsPage } from "./desk/AccountsPage.js";
import { DeskAttestationPage } from "./desk/AttestationPage.js";
import { DeskAttestationsPage } from "./desk/AttestationsPage.js";
import { DeskCardPage } from "./desk/CardPage.js";
import { DeskCardsPage } from "./desk/CardsPage.js";
import { DeskCasePage } from "./desk/CasePage.js";
import { DeskCasesPage } from "./desk/CasesPage.js";
import { DeskPage } from "./desk/DeskPage.js";
import { DeskProductionOrderPage } from "./desk/ProductionOrderPage.js";
import { DeskProductionPage } from "./desk/ProductionPage.js";
import { SecurityPage } from "./desk/security/SecurityPage.js";
import { DeskUndeliveredPage } from "./desk/UndeliveredPage.js";
import { AccountPage } from "./driver/account/AccountPage.js";
import { CardsPage } from "./driver/CardsPage.js";
import { CertificatesPage } from "./driver/CertificatesPage.js";
import { CorrectionPage } from "./driver/CorrectionPage.js";
import { CasePage } from "./driver/cases/CasePage.js";
import { CasesPage } from "./driver/cases/CasesPage.js";
import { NewCasePage } from "./driver/cases/NewCasePage.js";
import { ReplacementPage } from "./driver/cases/ReplacementPage.js";
import { RespondPage } from "./driver/cases/RespondPage.js";
import { EmailLinkPage } from "./driver/EmailLinkPage.js";
import { ForgottenPasswordPage, SendLinkPage } from "./driver/EmailPages.js";
import { HomePage } from "./driver/HomePage.js";
import { InvoicesPage } from "./driver/InvoicesPage.js";
import { PasswordPage } from "./driver/PasswordPage.js";
import { RegisterPage } from "./driver/RegisterPage.js";
import { SharesPage } from "./driver/shares/SharesPage.js";
import { SignedInPage } from "./driver/SignedInPage.js";
import { SignInPage } from "./driver/SignInPage.js";
import { TrainingsPage } from "./driver/TrainingsPage.js";
import { useTexts } from "./i18n/context.js";
import { FactoryPage } from "./sandbox/FactoryPage.js";
import { InSandbox } from "./sandbox/InSandbox.js";
import { MailboxPage } from "./sandbox/MailboxPage.js";
import { OrderPage } from "./sandbox/OrderPage.js";
import { SandboxPage } from "./sandbox/SandboxPage.js";
import { usePerson } from "./session/context.js";
import type { Role } from "./session/tokens.js";

/** Whom a page is for; those of the sandbox are for anybody at one. */
type For = "anybody" | "driver" | "desk" | "sandbox";
type Draw = (given: string) => ComponentChildren;

/**
 * Every page. `:id` is handed to it. The paths with a token, and those of what notices are about, are those to which
 * the hub's mails lead. An earlier row wins.
 */
const ROUTES: [path: string, whose: For, draw: Draw][] = [
  ["/", "anybody", () => <Start />],
  ["/register", "anybody", () => <RegisterPage />],
  ["/sign-in", "anybody", () => <SignInPage />],
  ["/signed-in", "anybody", () => <SignedInPage />],
  ["/forgotten-password", "anybody", () => <ForgottenPasswordPage />],
  ["/send-link", "anybody", () => <SendLinkPage />],
  ["/choose-password/:id", "anybody", (token) => <PasswordPage token={token} isFirst />],
  ["/reset-password/:id", "anybody", (token) => <PasswordPage token={token} isFirst={false} />],
  ["/correct-account/:id", "anybody", (token) => <CorrectionPage token={token} />],
  ["/change-email/:id", "anybody", (token) => <EmailLinkPage token={token} confirms />],
  ["/keep-email/:id", "anybody", (token) => <EmailLinkPage token={token} confirms={false} />],
  ["/trainings", "driver", () => <TrainingsPage />],
  ["/trainings/:id", "driver", () => <TrainingsPage />],
  ["/certificates", "driver", () => <CertificatesPage />],
  ["/certificates/:id", "driver", () => <CertificatesPage />],
  ["/cases", "driver", () => <CasesPage open />],
  ["/cases/over", "driver", () => <CasesPage open={false} />],
  ["/cases/new", "driver", () => <NewCasePage />],
  ["/cases/replacement", "driver", () => <ReplacementPage />],
  ["/cases/:id", "driver", (id) => <CasePage id={id} />],
  ["/cases/:id/respond", "driver", (id) => <RespondPage id={id} />],
  ["/cards", "driver", () => <CardsPage />],
  ["/cards/:id", "driver", () => <CardsPage />],
  ["/shares", "driver", () => <SharesPage />],
  ["/shares/:id", "driver", () => <SharesPage />],
  ["/invoices", "driver", () => <InvoicesPage />],
  ["/invoices/:id", "driver", () => <InvoicesPage />],
  ["/account", "driver", () => <AccountPage />],
  ["/account-export/:id", "driver", (id) => <AccountPage exportId={id} />],
  ["/desk", "desk", () => <DeskPage />],
  ["/desk/accounts", "desk", () => <AccountsPage />],
  ["/desk/accounts/:id", "desk", (id) => <DeskAccountPage id={id} />],
  ["/desk/cases", "desk", () => <DeskCasesPage />],
  ["/desk/cases/:id", "desk", (id) => <DeskCasePage id={id} />],
  ["/desk/cards", "desk", () => <DeskCardsPage />],
  ["/desk/cards/:id", "desk", (id) => <DeskCardPage id={id} />],
  ["/desk/undelivered", "desk", () => <DeskUndeliveredPage />],
  ["/desk/attestations", "desk", () => <DeskAttestationsPage />],
  ["/desk/attestations/:id", "desk", (id) => <DeskAttestationPage id={id} />],
  ["/desk/production", "desk", () => <DeskProductionPage />],
  ["/desk/production/:id", "desk", (id) => <DeskProductionOrderPage id={id} />],
  ["/desk/security", "desk", () => <SecurityPage />],
  ["/sandbox", "sandbox", () => <SandboxPage />],
  ["/sandbox/mailbox", "sandbox", () => <MailboxPage />],
  ["/sandbox/factory", "sandbox", () => <FactoryPage />],
  ["/sandbox/factory/:id", "sandbox", (id) => <OrderPage id={id} />],
];

/** What stands for `:id` in a path; nothing where the path is another one. */
function given(pattern: string, path: string): string | undefined {
  const wanted = pattern.split("/");
  const found = path.split("/");
  if (wanted.length !== found.length) return undefined;
  if (!wanted.every((part, index) => part === ":id" || part === found[index])) return undefined;
  return decodeURIComponent(found[wanted.indexOf(":id")] ?? "");
}

/** The page at a path, or the way to sign in where it is for others than whoever is here. */
export function Shown({ path }: { path: string }) {
  const person = usePerson();
  for (const [pattern, whose, draw] of ROUTES) {
    const handed = given(pattern, path);
    if (handed === undefined) continue;
    if (whose === "sandbox") return <InSandbox>{draw(handed)}</InSandbox>;
    return mayLook(whose, person?.role) ? <>{draw(handed)}</> : <SignInNeeded path={path} />;
  }
  return <NotFound />;
}

function mayLook(whose: For, role: Role | undefined): boolean {
  if (whose === "anybody") return true;
  return whose === "driver" ? role === "driver" : role === "agent" || role === "supervisor";
}

function Start() {
  const role = usePerson()?.role;
  return role === "agent" || role === "supervisor" ? <DeskPage /> : <HomePage />;
}

function SignInNeeded({ path }: { path: string }) {
  const { signIn } = useTexts();
  return (
    <Page title={signIn.title} lead={signIn.needed}>
      <Link to={`/sign-in?then=${encodeURIComponent(path)}`} class="button main">
        {signIn.connect}
      </Link>
    </Page>
  );
}

function NotFound() {
  const t = useTexts();
  return (
    <Page title={t.notFound}>
      <Link to="/">{t.home}</Link>
    </Page>
  );
}
