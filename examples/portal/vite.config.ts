import { defineConfig } from "vite";

/** Where the hub listens while the portal is developed: its paths are handed on, so that both have one origin. */
const hub = process.env["HUB"] ?? "http://127.0.0.1:8080";
const handedOn = ["/v1", "/oauth", "/.well-known", "/sandbox/payments", "/shared", "/problems", "/docs"];

export default defineConfig({
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(handedOn.map((path) => [path, hub])),
  },
  preview: {
    port: 5173,
    strictPort: true,
    // The policy under which the hub serves the portal, so that what it forbids is missed here already.
    headers: {
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    },
  },
  build: {
    outDir: "dist",
    // The hub's policy allows nothing inline: neither scripts, nor styles, nor pictures in them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    rollupOptions: {
      output: {
        postBanner: "/*! Licences of its parts: /portal/LICENSES.txt */",
        // Names without fingerprints: the files lie in the repository, and the hub serves them with an `ETag`.
        entryFileNames: "portal/portal.js",
        chunkFileNames: "portal/[name].js",
        assetFileNames: "portal/portal[extname]",
      },
    },
  },
});
