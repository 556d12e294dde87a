import { Icon } from "../ui/Icon.tsx";
import styles from "./LinkCard.module.css";
import { partsOf } from "./words.ts";

const PATH_CHARS_MAX = 80;

/**
 * Where the first link of a message truly leads. Nothing is fetched for it: a page that is fetched learns who reads
 * the message, and the server asks no other host for what somebody names (docs/media.md).
 */
export function LinkCard({ text }: { text: string }) {
  const link = partsOf(text, []).find((part) => part.kind === "link");
  if (link?.kind !== "link") return null;
  const { host, pathname } = new URL(link.address);
  const path = pathname === "/" ? "" : readable(pathname);
  return (
    <a className={styles.card} href={link.address} target="_blank" rel="noopener noreferrer nofollow">
      <Icon name="link" size={18} />
      <span>
        {/* As the network has it: letters that only look like others show. */}
        <b dir="ltr">{host}</b>
        {path !== "" && <small dir="ltr">{path}</small>}
      </span>
    </a>
  );
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path).slice(0, PATH_CHARS_MAX);
  } catch {
    return path.slice(0, PATH_CHARS_MAX);
  }
}
