/** Digits that end in a consonant other than ㄹ when they are read aloud: 영, 삼, 육. */
const DIGITS_CLOSED = "036";

/** Latin letters after which Korean usually hears a closed syllable: Book 북, Team 팀, Shop 숍, Chat 챗. */
const LETTERS_CLOSED = "bckmnpt";

/** The words with 로 or 으로 after them, by the last sound: 여행으로, 회사로, 서울로. */
export function toward(words: string, shown = words): string {
  return shown + (isClosed(words.trim().at(-1) ?? "") ? "으로" : "로");
}

/** Whether a syllable ends in a consonant other than ㄹ. */
function isClosed(last: string): boolean {
  const code = last.charCodeAt(0) - 0xac00;
  if (code >= 0 && code < 11_172) return code % 28 !== 0 && code % 28 !== 8;
  return last !== "" && (DIGITS_CLOSED.includes(last) || LETTERS_CLOSED.includes(last.toLowerCase()));
}
