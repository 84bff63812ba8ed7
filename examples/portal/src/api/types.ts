import type { components } from "./schema.js";

/** The contract's schemas by name: `Schema<"Card">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** A case, as its driver sees it. */
export type DriverCase = Schema<"DriverCase">;
