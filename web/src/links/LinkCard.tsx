import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./LinkCard.module.css";
import { QrCode } from "./QrCode.tsx";

interface Props {
  /** The address within the app that the link leads to. */
  path: string;
  /** What somebody can do who has it. */
  hint: string;
}

/** A link to give away: as a QR code, to copy, and to share by what the device has for that. */
export function LinkCard({ path, hint }: Props) {
  const text = useText();
  const [said, setSaid] = useState("");
  const link = window.location.origin + path;
  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => setSaid(text.links.copied),
      // Where the browser does not allow it, the link can be read and copied by hand.
      () => setSaid(link),
    );
  };
  const share = () => {
    navigator.share({ url: link }).catch((e: unknown) => console.info("not shared", e));
  };
  return (
    <div className={styles.card}>
      <QrCode content={link} />
      <p>{hint}</p>
      <div className={styles.ways}>
        <Button look="quiet" onClick={copy}>
          {text.links.copy}
        </Button>
        {"share" in navigator && (
          <Button look="quiet" onClick={share}>
            {text.links.share}
          </Button>
        )}
      </div>
      <p aria-live="polite">{said}</p>
    </div>
  );
}
