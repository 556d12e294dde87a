import { useEffect, useState } from "react";
import { useText } from "../../../i18n/language.ts";
import { sizeInWords } from "../../../media/attachment.ts";
import { SeenFiles } from "../../../offline/seenFiles.ts";
import { useAttempt } from "../../../session/useAttempt.ts";
import { useConnection } from "../../../session/useConnection.ts";
import { Button } from "../../../ui/Button.tsx";
import { Problem } from "../../../ui/Field.tsx";
import { Part } from "./Part.tsx";
import styles from "./settings.module.css";

/** What is kept on this device, and what the app knows itself by. */
export function Data() {
  const text = useText();
  const { client, userId } = useConnection();
  const { busy, sentence, attempt } = useAttempt();
  const [bytes, setBytes] = useState<number>();
  const [erased, setErased] = useState(false);
  useEffect(() => {
    let current = true;
    SeenFiles.of(client)
      ?.bytes()
      .then(
        (now) => {
          if (current) setBytes(now);
        },
        (e: unknown) => console.warn("not known how much is kept", e),
      );
    return () => {
      current = false;
    };
  }, [client, erased]);
  const erase = async () => {
    await SeenFiles.of(client)?.clear();
    setErased(true);
  };
  return (
    <>
      <Part title={text.settings.onDevice}>
        <p>{text.settings.seenFiles(sizeInWords(bytes ?? 0))}</p>
        <p className={styles.hint}>{text.settings.seenFilesHint}</p>
        <Button look="quiet" disabled={busy || erased || !bytes} onClick={() => attempt(erase())}>
          {text.settings.eraseSeenFiles}
        </Button>
        <p role="status">{erased ? text.settings.seenFilesErased : ""}</p>
        {sentence !== "" && <Problem>{sentence}</Problem>}
      </Part>
      <details className={styles.advanced}>
        <summary>{text.settings.advanced}</summary>
        <p className={styles.hint}>{text.settings.advancedHint}</p>
        <dl>
          <dt>{text.settings.fullId}</dt>
          <dd dir="ltr">{userId}</dd>
          <dt>{text.settings.deviceId}</dt>
          <dd dir="ltr">{client.getDeviceId()}</dd>
          <dt>{text.settings.address}</dt>
          <dd dir="ltr">{window.location.origin}</dd>
        </dl>
        <a className={styles.licences} href="/licenses.txt" target="_blank" rel="noreferrer">
          {text.settings.licences}
        </a>
      </details>
    </>
  );
}
