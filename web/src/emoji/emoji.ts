import rows from "virtual:emoji";

/*
 * All of Unicode's emoji. They are a quarter of a megabyte, so this module is loaded when somebody looks for one.
 */

/** Unicode's groups, without the one that holds parts of emoji. */
export const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;

export type Group = (typeof GROUPS)[number];

/** Skins from light to dark; 0 is the yellow that is nobody's. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;

export type Tone = (typeof TONES)[number];

export interface Emoji {
  emoji: string;
  group: number;
  names: { ko: string; en: string };
  /** All that it is found by, in both languages. */
  words: string;
  /** In the skins from light to dark, for those that have one. */
  tones: readonly string[] | undefined;
}

export const all: readonly Emoji[] = rows.map(([emoji, group, ko, en, words, tones]) => ({
  emoji,
  group,
  names: { ko, en },
  words: `${ko} ${en} ${words}`.toLowerCase(),
  tones,
}));

const byEmoji = new Map(all.map((one) => [one.emoji, one]));

export function emojiOf(emoji: string): Emoji | undefined {
  return byEmoji.get(emoji);
}

export function inTone({ emoji, tones }: Emoji, tone: Tone): string {
  return (tone > 0 ? tones?.[tone - 1] : undefined) ?? emoji;
}

/** Those that have all the words, in Korean or English; first those that are called so. */
export function findEmoji(sought: string): Emoji[] {
  const terms = sought
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== "");
  if (terms.length === 0) return [];
  const isNamed = ({ names }: Emoji) =>
    [names.ko, names.en.toLowerCase()].some((name) => name.startsWith(terms[0] ?? ""));
  const found = all.filter(({ emoji, words }) => emoji === sought || terms.every((term) => words.includes(term)));
  return [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))];
}
