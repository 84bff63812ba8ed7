// Sets up the reference, and signs in for what is tried on it.

// Scalar sends every header that has an example. These are wrong in any request but one's own.
const contract = await (await fetch("/openapi.json")).json();
const operations = Object.values(contract.paths).flatMap(Object.values);
const parameters = operations.flatMap((operation) => operation.parameters ?? []);
for (const parameter of [...parameters, ...Object.values(contract.components.parameters)]) {
  if (["If-Match", "Range", "Idempotency-Key"].includes(parameter.name)) {
    delete parameter.example;
    delete parameter.schema.examples;
  }
}

const configuration = {
  content: contract,
  theme: "none",
  // Nothing from elsewhere, nothing to elsewhere.
  telemetry: false,
  withDefaultFonts: false,
  proxyUrl: "",
  externalUrls: { dashboardUrl: "", registryUrl: "", proxyUrl: "", apiBaseUrl: "" },
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: "never",
  hideDarkModeToggle: true,
  darkMode: matchMedia("(prefers-color-scheme: dark)").matches,
  documentDownloadType: "none",
  persistAuth: false,
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  metaData: { title: "Reference – CQC Hub" },
};
const reference = Scalar.createApiReference("#reference", configuration);

const json = { "content-type": "application/json", "accept-language": "en" };
const answer = async (path, options) => {
  const response = await fetch(path, { method: "POST", ...options });
  const body = await response.json();
  if (response.ok) return body;
  throw new Error(body.detail ?? body.title ?? body.error_description ?? body.error ?? response.statusText);
};

const person = (email, password) =>
  answer("/v1/sessions", { headers: json, body: JSON.stringify({ email, password }) });
const again = (refresh_token) =>
  answer("/v1/sessions/refresh", { headers: json, body: JSON.stringify({ refresh_token }) });
const machine = (id, secret) => {
  // RFC 6749 has both percent-encoded before they are joined.
  const basic = btoa([id, secret].map(encodeURIComponent).join(":"));
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  return answer("/oauth/token", { headers: { authorization: `Basic ${basic}` }, body });
};

// What each of the contract's security schemes is filled in with.
const values = {};
const names = {};
const timers = {};
const scheme = (token) => {
  const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
  if (claims.role === undefined) return "machine";
  return claims.role === "driver" ? "driver" : "back_office";
};
const keep = (name, renew, pair) => {
  const kind = scheme(pair.access_token);
  const token = pair.access_token;
  values[kind] = kind === "machine" ? { flows: { clientCredentials: { token } } } : { token };
  names[kind] = name;
  reference.updateConfiguration({ ...configuration, authentication: { securitySchemes: { ...values } } });
  document.getElementById("who").textContent = `Signed in: ${Object.keys(names).join(", ").replace("_", " ")}`;
  say(`Signed in as ${Object.values(names).join(", ")}.`);
  // Tokens last ten minutes: the next one is asked for before this one ends.
  clearTimeout(timers[kind]);
  timers[kind] = setTimeout(() => {
    renew(pair).then((next) => keep(name, renew, next), () => say(`${name} is to sign in again.`, true));
  }, (pair.expires_in - 60) * 1000);
};
const say = (words, bad = false) => {
  const said = document.getElementById("said");
  said.textContent = words;
  said.classList.toggle("bad", bad);
};

document.getElementById("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const [name, secret] = [form.elements.name.value.trim(), form.elements.secret.value];
  try {
    if (name.includes("@")) keep(name, (pair) => again(pair.refresh_token), await person(name, secret));
    else {
      const token = await machine(name, secret);
      values.client = { username: name, password: secret };
      keep(name, () => machine(name, secret), token);
    }
    form.reset();
  } catch (error) {
    say(error.message, true);
  }
});
