import { hub } from "./client.js";
import { good, patiently } from "./problems.js";

/** A link to a paper of the driver's that works for a minute: a browser sends no token when it opens a tab. */
function link(path: string): Promise<string> {
  const body = { path };
  return patiently(async () => (await good(hub.POST("/v1/download-links", { body }))).url);
}

/** Opens a paper in a new tab, which is opened first: browsers allow that only at the click itself. */
export async function openPaper(path: string): Promise<void> {
  const tab = window.open("about:blank", "_blank");
  try {
    const url = await link(path);
    if (tab === null) return window.location.assign(url);
    tab.opener = null;
    tab.location.replace(url);
  } catch (error) {
    tab?.close();
    throw error;
  }
}

/** Saves a paper: it comes as an attachment, so that the page stays. */
export async function savePaper(path: string): Promise<void> {
  const isPaper = path.endsWith(".pdf");
  // An archive is never anything but an attachment, and takes no such parameter.
  window.location.assign(await link(isPaper ? `${path}?download=1` : path));
}

/** Saves bytes that only a token opens, under a name. */
export function saveBytes(bytes: Blob, name: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(bytes);
  anchor.download = name;
  anchor.click();
  // The browser has read the address by then.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}
