import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** What scripts import. */
const MODULE = "virtual:emoji";

/** Parts of emoji that nobody sends alone: skin tones and hair. */
const COMPONENTS = 2;
const TONES = /[\u{1F3FB}-\u{1F3FF}]/gu;

interface Listed {
  unicode: string;
  label: string;
  group?: number;
  order?: number;
  tags?: string[];
  skins?: Listed[];
}

/**
 * All of Unicode's emoji in its order, each as `[emoji, group, Korean name, English name, other words, tones]`: a
 * quarter of what the package has. Tones are the five in which all people of the emoji have the same skin.
 */
export function emojiData(): Plugin {
  return {
    name: "emoji-data",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) => {
      if (id !== `\0${MODULE}`) return undefined;
      const english = new Map(listed("en").map((emoji) => [emoji.unicode, emoji]));
      const rows = listed("ko")
        .filter(({ group }) => group !== undefined && group !== COMPONENTS)
        .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
        .map(({ unicode, group, label, tags = [], skins = [] }) => {
          const other = english.get(unicode);
          const words = new Set([...tags, ...(other?.tags ?? [])]);
          const tones = skins.map((skin) => skin.unicode).filter(hasOneTone);
          return [
            unicode,
            group,
            label,
            other?.label ?? "",
            [...words].join(" "),
            ...(tones.length === 5 ? [tones] : []),
          ];
        });
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(rows))})`;
    },
  };
}

function listed(language: string): Listed[] {
  return JSON.parse(readFileSync(`node_modules/emojibase-data/${language}/compact.json`, "utf8")) as Listed[];
}

function hasOneTone(unicode: string): boolean {
  return new Set(unicode.match(TONES)).size === 1;
}
