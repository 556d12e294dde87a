import { createHash } from "node:crypto";
import { extname } from "node:path";
import type { Plugin } from "vite";

/** The service worker, as the server offers it: its path says for which pages it may answer. */
const WORKER = "sw.js";

/**
 * Loaded when they are needed, and kept from then on: fonts come in many parts, encryption is large, and few people
 * read licences.
 */
const NOT_AT_ONCE = new Set([".woff2", ".wasm", ".map", ".txt"]);

/** What lies in public/, which Vite copies without asking; notifications show the small icon. */
const PUBLIC = ["/icon.svg", "/icon-192.png", "/manifest.webmanifest"];

/** Tells the service worker which files make up this version of the app. */
export function offlineFiles(): Plugin {
  return {
    name: "offline-files",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler: (_options, bundle) => {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error(`there is no ${WORKER}`);
        const files = Object.keys(bundle)
          .filter((file) => file !== WORKER && !NOT_AT_ONCE.has(extname(file)))
          .sort();
        const version = createHash("sha256");
        for (const file of files) {
          const part = bundle[file];
          version.update(file).update(part?.type === "chunk" ? part.code : (part?.source ?? ""));
        }
        const offline = {
          version: version.digest("base64url").slice(0, 12),
          files: [...files.map((file) => `/${file}`), ...PUBLIC],
        };
        worker.code = `const OFFLINE_FILES=${JSON.stringify(offline)};\n${worker.code}`;
      },
    },
  };
}
