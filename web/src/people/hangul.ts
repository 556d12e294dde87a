const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = 11_172;
/** Syllables that begin with the same consonant, and those of them that have the same vowel. */
const BY_INITIAL = 588;
const BY_VOWEL = 28;
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
/** Doubled consonants have no heading of their own. */
const DOUBLED: Record<string, string> = { ㄲ: "ㄱ", ㄸ: "ㄷ", ㅃ: "ㅂ", ㅆ: "ㅅ", ㅉ: "ㅈ" };

/**
 * Whether a name has what somebody types, as Koreans look for names: ㄱㅅ finds 김수, and a syllable that is still
 * being typed finds what it may become (기 finds 김).
 */
export function isFoundBy(name: string, typed: string): boolean {
  const sought = Array.from(plain(typed));
  const letters = Array.from(plain(name));
  if (sought.length === 0) return true;
  return letters.some((_, start) => sought.every((one, at) => fits(letters[start + at], one)));
}

/** Blanks do not count: 김 수 is 김수. */
function plain(text: string): string {
  return text.normalize("NFC").toLocaleLowerCase().replace(/\s+/gu, "");
}

function fits(letter: string | undefined, sought: string): boolean {
  if (letter === undefined) return false;
  if (letter === sought) return true;
  const syllable = placeOf(letter);
  if (syllable === undefined) return false;
  const initial = Math.floor(syllable / BY_INITIAL);
  if (INITIALS[initial] === sought) return true;
  const typed = placeOf(sought);
  return typed !== undefined && typed % BY_VOWEL === 0 && typed === syllable - (syllable % BY_VOWEL);
}

/** Where a syllable stands among all; nothing for other letters. */
function placeOf(letter: string): number | undefined {
  const place = (letter.codePointAt(0) ?? 0) - FIRST_SYLLABLE;
  return place >= 0 && place < SYLLABLES ? place : undefined;
}

const korean = new Intl.Collator("ko", { numeric: true });

/** The order of a Korean address book: ㄱ to ㅎ, then the letters of others. */
export function inNameOrder(one: string, other: string): number {
  return korean.compare(one, other);
}

/** What names that begin alike stand under in a list: the consonant, the Latin letter, or # for all others. */
export function headingOf(name: string): string {
  const [first = ""] = plain(name).replace(/^[@#!]+/, "");
  const place = placeOf(first);
  const initial = place === undefined ? first : (INITIALS[Math.floor(place / BY_INITIAL)] ?? "");
  const single = DOUBLED[initial] ?? initial;
  if (single !== "" && INITIALS.includes(single)) return single;
  const letter = single.normalize("NFD").charAt(0);
  return /^[a-z]$/.test(letter) ? letter.toUpperCase() : "#";
}
