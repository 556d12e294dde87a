import { useState, type SubmitEvent } from "react";
import { useText } from "../i18n/language.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field, Problem } from "../ui/Field.tsx";
import styles from "./encryption.module.css";
import { WrongRecoveryKey, restoreKeys } from "./keys.ts";

/** Makes a new device able to read what was written before, by the recovery key. */
export function RestoreDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const connection = useConnection();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [count, setCount] = useState<number>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    restoreKeys(connection, typed)
      .then(setCount, setFailure)
      .finally(() => setBusy(false));
  };
  if (count !== undefined) {
    return (
      <Dialog title={text.encryption.restore} onClose={onClose}>
        <p role="status">{text.encryption.restored(count)}</p>
        <Button onClick={onClose}>{text.encryption.done}</Button>
      </Dialog>
    );
  }
  return (
    <Dialog title={text.encryption.restore} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p>{text.encryption.restoreHint}</p>
        <Field
          label={text.encryption.key}
          value={typed}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
        />
        {failure !== undefined && (
          <Problem>{failure instanceof WrongRecoveryKey ? text.encryption.wrongKey : problem(text, failure)}</Problem>
        )}
        <Button type="submit" disabled={busy || typed.trim() === ""}>
          {busy ? text.encryption.restoring : text.encryption.restoreNow}
        </Button>
      </form>
    </Dialog>
  );
}
