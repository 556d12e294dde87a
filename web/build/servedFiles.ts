import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { pageTemplates } from "../src/app/pages.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Fonts and pictures are compressed already. */
const COMPRESSED = new Set([".png", ".woff2"]);

/** Below this a compressed form saves no packet. */
const COMPRESS_FROM_BYTES = 1024;

/** The best compression of the encryption's 8 MB would take longer than all the rest of the build. */
const BEST_UP_TO_BYTES = 2 * 1024 * 1024;

/**
 * Writes beside the built files their compressed forms, and `files.json`: what the server offers at which path. So
 * the server neither lists folders nor compresses, and answers only for pages that exist.
 */
export function servedFiles(): Plugin {
  let folder = "";
  return {
    name: "served-files",
    apply: "build",
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: () => {
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== "files.json")
        .map((entry) => served(folder, join(entry.parentPath, entry.name)))
        .sort((a, b) => (a.file < b.file ? -1 : 1));
      writeFileSync(join(folder, "files.json"), JSON.stringify({ pages: pageTemplates, files }, null, 1));
    },
  };
}

function served(folder: string, path: string) {
  const file = relative(folder, path).split(sep).join("/");
  const type = TYPES[extname(path)];
  if (type === undefined) {
    throw new Error(`what is the media type of ${file}? Say so in servedFiles.ts`);
  }
  const content = readFileSync(path);
  const compress = !COMPRESSED.has(extname(path)) && content.length >= COMPRESS_FROM_BYTES;
  if (compress) {
    const quality = content.length > BEST_UP_TO_BYTES ? 9 : constants.BROTLI_MAX_QUALITY;
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: quality } };
    writeFileSync(`${path}.br`, brotliCompressSync(content, options));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
  return {
    file,
    type,
    etag: createHash("sha256").update(content).digest("base64url").slice(0, 22),
    encodings: compress ? ["br", "gzip"] : [],
    // Vite puts a hash of the content into the names of what is in assets/.
    immutable: file.startsWith("assets/"),
  };
}
