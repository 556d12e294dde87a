/** Characters of a message that are shown before the words that were sought. */
const BEFORE_CHARS = 24;

/** Whether all the sought words stand in a text, as the server finds them: within other words, too. */
export function hasWords(text: string, term: string): boolean {
  const plain = (words: string) => words.normalize("NFKC").toLocaleLowerCase();
  const sought = plain(term)
    .split(/\s+/)
    .filter((word) => word !== "");
  const within = plain(text);
  return sought.length > 0 && sought.every((word) => within.includes(word));
}

/** Cuts a line at each place where one of the sought words stands, beginning shortly before the first. */
export function marked(line: string, term: string): { words: string; isHit: boolean }[] {
  const sought = term.split(/\s+/).filter((word) => word !== "");
  if (sought.length === 0) return [{ words: line, isHit: false }];
  const pattern = new RegExp(`(${sought.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "iu");
  const first = line.search(pattern);
  const from = first > BEFORE_CHARS * 2 ? first - BEFORE_CHARS : 0;
  const shown = (from > 0 ? "…" : "") + line.slice(from);
  return shown.split(new RegExp(pattern, "giu")).flatMap((words, place) => {
    // A pattern in brackets comes back at every other place.
    return words === "" ? [] : [{ words, isHit: place % 2 === 1 }];
  });
}
