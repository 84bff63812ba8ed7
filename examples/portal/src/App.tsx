import { openHub } from "./api/client.js";
import { useLoaded } from "./api/loading.js";
import { good } from "./api/problems.js";
import { Reference } from "./api/reference.js";
import { Announcer } from "./components/Announcer.js";
import { Loaded } from "./components/Loaded.js";
import { usePlace } from "./components/router.js";
import { Footer } from "./Footer.js";
import { Header } from "./Header.js";
import { useTexts } from "./i18n/context.js";
import { Shown } from "./routes.js";

/** The frame of every page. Labels and what may be chosen come from the hub, once per language. */
export function App() {
  const t = useTexts();
  const { path } = usePlace();
  const reference = useLoaded(() => good(openHub.GET("/v1/reference-data")));
  return (
    <>
      <a class="skip" href="#content">
        {t.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <Announcer />
        <Loaded of={reference}>
          {(data) => (
            <Reference.Provider value={data}>
              <Shown key={path} path={path} />
            </Reference.Provider>
          )}
        </Loaded>
      </main>
      <Footer />
    </>
  );
}
