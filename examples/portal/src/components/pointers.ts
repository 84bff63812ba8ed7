// Fields are named by the JSON pointer (RFC 6901) of what they fill in: `/address/city`. So a body is made of a form
// without a line of code per field, and a fault that the hub finds at a pointer is shown at the field of that name.
// A name that ends in `/-` adds to a list.

type Filled = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Json = string | boolean | Json[] | { [member: string]: Json };

/** The body that a form makes. The hub checks it; its type is what the form is for. */
export function bodyOf<Body>(form: HTMLFormElement): Body {
  const body: Json = {};
  for (const field of Array.from(form.elements)) {
    if (!isFilled(field) || !field.name.startsWith("/") || field.matches(":disabled")) continue;
    const value = valueOf(field);
    if (value !== undefined) put(body, field.name.slice(1).split("/"), value);
  }
  return body as Body;
}

function isFilled(field: Element): field is Filled {
  return [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement].some((kind) => field instanceof kind);
}

/** What a field says; nothing where it is left empty, since optional members are left out. */
function valueOf(field: Filled): Json | undefined {
  if ("list" in field.dataset) return [];
  if (field instanceof HTMLInputElement && field.type === "checkbox") {
    if (!field.name.endsWith("/-")) return field.checked;
    return field.checked ? field.value : undefined;
  }
  if (field instanceof HTMLInputElement && field.type === "radio") return field.checked ? field.value : undefined;
  const value = field.type === "password" ? field.value : field.value.trim();
  return value === "" && !("sentEmpty" in field.dataset) ? undefined : value;
}

function put(within: Json, path: string[], value: Json): void {
  const [member = "", next] = path;
  if (Array.isArray(within)) {
    if (next === undefined) within.push(value);
    else put((within[Number(member)] ??= {}), path.slice(1), value);
    return;
  }
  if (typeof within !== "object") return;
  if (next === undefined) within[member] = value;
  else put((within[member] ??= /^(\d+|-)$/.test(next) ? [] : {}), path.slice(1), value);
}

/** Whether a fault at `pointer` is one of the field named `name`: at its value, or within it. */
export function isAt(name: string, pointer: string | undefined): boolean {
  if (pointer === undefined) return false;
  const own = name.replace(/\/-$/, "");
  return pointer === own || pointer.startsWith(`${own}/`);
}

/** The field of a form at which to show a fault; none where the form has no such field. */
export function elementAt(form: HTMLFormElement, pointer: string | undefined): HTMLElement | undefined {
  // A fault of the body as a whole is no field's.
  if (pointer === undefined || pointer === "") return undefined;
  const fields = Array.from(form.elements).filter(isFilled);
  const shown = fields.filter((field) => field.type !== "hidden" && field.name !== "");
  return shown.find((field) => isAt(field.name, pointer)) ?? shown.find((field) => isAt(pointer, field.name));
}

/** What a field is called: its group where it is one choice of many, or else its label. */
export function nameOf(field: HTMLElement): string {
  const group = field.closest("[data-group]")?.querySelector("legend");
  const label = isFilled(field) ? field.labels?.[0]?.querySelector("[data-name]") : undefined;
  return (group ?? label)?.textContent ?? "";
}
