const HANGUL_NAME = /^\p{Script=Hangul}{3,4}$/u;

/** What stands in for a face: the given name of a Korean name, otherwise the first letter. */
export function initials(name: string): string {
  const bare = name.replace(/^[@#!\s]+/, "");
  if (HANGUL_NAME.test(bare)) return bare.slice(-2);
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(bare);
  return (first?.segment ?? "?").toLocaleUpperCase();
}

/** A colour of one's own, from the id: it stays when the name changes. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % 360;
}
