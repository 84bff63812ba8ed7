// Types from the contract: `node generate.mjs openapi.yaml api.d.ts`. What the command line of openapi-typescript
// does, with one thing more: a file is a Blob, where the command line says `string`.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [contract, out] = process.argv.slice(2);
const blob = ts.factory.createTypeReferenceNode("Blob");
const tree = await openapiTS(pathToFileURL(resolve(contract)), {
  transform: (schema) => (schema.format === "binary" ? blob : undefined),
});
writeFileSync(out, astToString(tree));
