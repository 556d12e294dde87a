/*
 * Addresses that the device's own phone, message and mail apps open: the ways to people that need no server of ours.
 */

/** Apple's message app takes several recipients only in a form of its own. */
const isApple = () => /iPhone|iPad|Macintosh/.test(navigator.userAgent);

export function callTo(phone: string): string {
  return `tel:${dialled(phone)}`;
}

/** A text message to all of them at once, with its words already written (RFC 5724). */
export function messageTo(phones: readonly string[], words: string, apple = isApple()): string {
  const all = phones.map(dialled).join(",");
  const body = encodeURIComponent(words);
  return apple && phones.length > 1 ? `sms:/open?addresses=${all}&body=${body}` : `sms:${all}?body=${body}`;
}

/** A mail to all of them that shows nobody the addresses of the others (RFC 6068). */
export function mailTo(addresses: readonly string[], subject: string, words: string): string {
  const all = addresses.map(encodeURIComponent).join(",");
  const rest = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(words.replace(/\n/g, "\r\n"))}`;
  return addresses.length === 1 ? `mailto:${all}?${rest}` : `mailto:?bcc=${all}&${rest}`;
}

/** As it is dialled: without what people write to make it readable. */
function dialled(phone: string): string {
  return phone.replace(/[^\d+]/g, "");
}
