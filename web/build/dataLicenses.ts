import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Packages whose files come into the build otherwise than as scripts, and their licences. */
const PACKAGES = [
  ["@fontsource-variable/noto-sans-kr", "OFL-1.1"],
  ["emojibase-data", "MIT"],
] as const;

/** Appends the licences of fonts and data to those of the scripts, which are all that Vite knows of. */
export function dataLicenses(file: string): Plugin {
  return {
    name: "data-licenses",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler: (_options, bundle) => {
        const licenses = bundle[file];
        if (licenses?.type !== "asset") throw new Error(`there is no ${file}`);
        for (const [name, license] of PACKAGES) {
          const text = readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim();
          licenses.source = `${String(licenses.source)}\n## ${name} (${license})\n\n${text}\n`;
        }
      },
    },
  };
}
