import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { sizeInWords, type Attachment } from "./attachment.ts";
import { download } from "./download.ts";
import styles from "./FileCard.module.css";

/** A file: its name and size, and the way to have it. */
export function FileCard({ file }: { file: Attachment }) {
  const text = useText();
  const { client } = useConnection();
  const [failed, setFailed] = useState(false);
  const keep = () => {
    setFailed(false);
    download(client, file, file.name).catch(() => setFailed(true));
  };
  return (
    <div className={styles.card}>
      <div className={styles.line}>
        <Icon name="file" size={26} />
        <p>
          <bdi>{file.name}</bdi>
          {file.bytes !== undefined && <small>{sizeInWords(file.bytes)}</small>}
        </p>
        <IconButton icon="download" label={text.files.download(file.name)} onClick={keep} />
      </div>
      {failed && (
        <p className={styles.failed} role="alert">
          {text.files.notThere}
        </p>
      )}
    </div>
  );
}
