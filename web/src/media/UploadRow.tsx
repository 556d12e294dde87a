import { useText } from "../i18n/language.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { sizeInWords } from "./attachment.ts";
import styles from "./UploadRow.module.css";
import { cancel, retry, sendWithPlace, type Upload } from "./uploads.ts";

/** A file on its way: how far it is, and how to stop it or try it again. */
export function UploadRow({ upload }: { upload: Upload }) {
  const text = useText();
  const { id, file, state, share } = upload;
  return (
    <div className={styles.upload}>
      <Icon name={file.type.startsWith("image/") ? "photo" : "file"} />
      <div className={styles.middle}>
        <p dir="auto">{file.name}</p>
        {state === "failed" || state === "too-large" ? (
          <p className={styles.failed} role="alert">
            {state === "failed" ? text.files.failed : text.files.tooLarge(sizeInWords(file.size))}
          </p>
        ) : state === "asks-about-place" ? (
          <div className={styles.question} role="alert">
            <p>{text.files.tellsPlace}</p>
            <Button look="quiet" onClick={() => sendWithPlace(id)}>
              {text.files.sendWithPlace}
            </Button>
          </div>
        ) : (
          <progress value={share} max={1} aria-label={text.files.sending(file.name)} />
        )}
      </div>
      {state === "failed" && <IconButton icon="retry" label={text.common.retry} onClick={() => retry(id)} />}
      <IconButton icon="close" label={text.common.cancel} onClick={() => cancel(id)} />
    </div>
  );
}
