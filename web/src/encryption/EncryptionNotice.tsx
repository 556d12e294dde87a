import { useText } from "../i18n/language.ts";
import { Icon } from "../ui/Icon.tsx";
import { Link } from "../ui/Link.tsx";
import styles from "./encryption.module.css";
import { useStanding } from "./useEncryption.ts";

/** In an encrypted chat: what is missing on this device, and where to mend it; nothing where nothing is. */
export function EncryptionNotice() {
  const text = useText();
  const standing = useStanding();
  if (standing === "ready" || standing === "unknown") return null;
  return (
    <p className={styles.notice}>
      <Icon name={standing === "unverified" ? "warning" : "lock"} size={18} />
      <span>{text.encryption.notice[standing]}</span>
      <Link to="/more/privacy">{text.encryption.toSettings}</Link>
    </p>
  );
}
