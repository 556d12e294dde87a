import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { dataLicenses } from "./build/dataLicenses.ts";
import { emojiData } from "./build/emojiData.ts";
import { offlineFiles } from "./build/offlineFiles.ts";
import { servedFiles } from "./build/servedFiles.ts";

const server = process.env.BONGSU_URL ?? "http://127.0.0.1:8008";

/** The licences of all packages in the bundle; the settings link to them. */
const LICENSES = "licenses.txt";

export default defineConfig({
  plugins: [react(), emojiData(), dataLicenses(LICENSES), offlineFiles(), servedFiles()],
  // matrix-js-sdk looks for a global of Node's.
  define: { global: "globalThis" },
  build: {
    outDir: "target/classes/org/bongsu/web",
    target: "es2023",
    // A picture in a script would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    license: { fileName: LICENSES },
    rollupOptions: {
      input: { index: "index.html", sw: "src/offline/serviceWorker.ts" },
      // The service worker's path says for which pages it may answer: for all.
      output: { entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
    // matrix-js-sdk with what it needs is one part that is loaded after the first screen.
    chunkSizeWarningLimit: 1000,
  },
  // The store needs little of the SDK.
  worker: { format: "es", rollupOptions: { treeshake: { moduleSideEffects: false } } },
  server: { proxy: { "/_matrix": server, "/.well-known": server } },
  test: { include: ["src/**/*.test.ts", "build/**/*.test.ts"] },
});
