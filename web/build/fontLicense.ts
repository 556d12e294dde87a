import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const FONT = "@fontsource-variable/noto-sans-kr";

/** Appends the font's licence to those of the scripts, which are all that Vite knows of. */
export function fontLicense(file: string): Plugin {
  return {
    name: "font-license",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler: (_options, bundle) => {
        const licenses = bundle[file];
        if (licenses?.type !== "asset") throw new Error(`there is no ${file}`);
        const text = readFileSync(`node_modules/${FONT}/LICENSE`, "utf8").trim();
        licenses.source = `${String(licenses.source)}\n## ${FONT} (OFL-1.1)\n\n${text}\n`;
      },
    },
  };
}
