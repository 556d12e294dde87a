import { useState, type SubmitEvent } from "react";
import { useText } from "../i18n/language.ts";
import { save } from "../media/download.ts";
import { PasswordNeeded } from "../session/password.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field, Problem } from "../ui/Field.tsx";
import styles from "./encryption.module.css";
import { makeKeys } from "./keys.ts";

/** Makes a person's keys, and shows the recovery key: once, to be kept elsewhere. */
export function RecoveryKeyDialog({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const text = useText();
  const connection = useConnection();
  const [password, setPassword] = useState("");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [key, setKey] = useState<string>();

  if (key !== undefined) return <Made recoveryKey={key} onClose={onClose} />;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    makeKeys(connection, password)
      .then(setKey, (e: unknown) => {
        if (e instanceof PasswordNeeded) setAsked(true);
        else setFailure(e);
      })
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title={text.encryption.make} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p>{text.encryption.makeHint}</p>
        {replaces && <p className={styles.warning}>{text.encryption.replaces}</p>}
        {asked && (
          <Field
            label={text.signIn.password}
            hint={text.encryption.passwordHint}
            type="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
        {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
        <Button type="submit" disabled={busy || (asked && password === "")}>
          {busy ? text.encryption.making : text.encryption.makeNow}
        </Button>
      </form>
    </Dialog>
  );
}

/** The recovery key; the way out opens when somebody says that they have it. */
function Made({ recoveryKey, onClose }: { recoveryKey: string; onClose: () => void }) {
  const text = useText();
  const { userId } = useConnection();
  const [kept, setKept] = useState(false);
  const [copied, setCopied] = useState(false);
  const words = text.encryption.file(userId, recoveryKey);
  return (
    <Dialog title={text.encryption.key} onClose={onClose}>
      <p>{text.encryption.keyHint}</p>
      <p className={styles.key} data-testid="recovery-key">
        {recoveryKey}
      </p>
      <div className={styles.two}>
        <Button look="quiet" onClick={() => save(new Blob([words], { type: "text/plain" }), text.encryption.fileName)}>
          {text.encryption.download}
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            navigator.clipboard.writeText(recoveryKey).then(
              () => setCopied(true),
              (e: unknown) => console.warn("not copied", e),
            );
          }}
        >
          {copied ? text.encryption.copied : text.message.copy}
        </Button>
      </div>
      <label className={styles.choice}>
        <input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} />
        {text.encryption.kept}
      </label>
      <Button disabled={!kept} onClick={onClose}>
        {text.encryption.done}
      </Button>
    </Dialog>
  );
}
