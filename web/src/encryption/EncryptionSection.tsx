import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./encryption.module.css";
import { RecoveryKeyDialog } from "./RecoveryKeyDialog.tsx";
import { RestoreDialog } from "./RestoreDialog.tsx";
import { useStanding } from "./useEncryption.ts";
import { verification } from "./verification.ts";

/** How far encryption is on this device, and the next step: among the settings. */
export function EncryptionSection() {
  const text = useText();
  const { client, encryption } = useConnection();
  const standing = useStanding();
  const [dialog, setDialog] = useState<"make" | "replace" | "restore">();
  const [failed, setFailed] = useState(false);
  const close = () => setDialog(undefined);
  const compare = () => {
    setFailed(false);
    client
      .getCrypto()
      ?.requestOwnUserVerification()
      .then((request) => verification.set(request))
      .catch(() => setFailed(true));
  };
  const start = () => {
    setFailed(false);
    encryption.start().catch(() => setFailed(true));
  };
  return (
    <div className={styles.section}>
      <p className={styles.standing} role="status">
        <Icon name={standing === "ready" ? "shield" : standing === "unverified" ? "warning" : "lock"} />
        {text.encryption.standing[standing]}
      </p>
      {failed && <p role="alert">{text.encryption.failed}</p>}
      {standing === "off" && (
        <Button look="quiet" onClick={start}>
          {text.encryption.start}
        </Button>
      )}
      {(standing === "none" || standing === "no-backup") && (
        <Button onClick={() => setDialog("make")}>{text.encryption.make}</Button>
      )}
      {standing === "unverified" && (
        <>
          <Button onClick={compare}>{text.encryption.compare}</Button>
          <Button look="quiet" onClick={() => setDialog("restore")}>
            {text.encryption.restore}
          </Button>
        </>
      )}
      {(standing === "ready" || standing === "unverified") && (
        <Button look="quiet" onClick={() => setDialog("replace")}>
          {text.encryption.replace}
        </Button>
      )}
      {(dialog === "make" || dialog === "replace") && (
        <RecoveryKeyDialog replaces={dialog === "replace"} onClose={close} />
      )}
      {dialog === "restore" && <RestoreDialog onClose={close} />}
    </div>
  );
}
