import { useEffect, useState, type SubmitEvent } from "react";
import { useText } from "../i18n/language.ts";
import { save } from "../media/download.ts";
import { handleOf } from "../people/handle.ts";
import { PasswordNeeded } from "../session/password.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field, Problem } from "../ui/Field.tsx";
import { Question } from "../ui/Question.tsx";
import styles from "./encryption.module.css";
import { backUpWith, newRecoveryKey, type NewRecoveryKey } from "./keys.ts";

/** Characters of the key that somebody types who has written it down by hand. */
const TYPED_CHARS = 4;

/**
 * Makes a recovery key. It is shown first and takes effect only when the person has confirmed that they keep it: a key
 * that nobody has seen, because the page was closed or loaded again, never protects a backup.
 */
export function RecoveryKeyDialog({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const text = useText();
  const connection = useConnection();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [key, setKey] = useState<NewRecoveryKey>();

  if (key) return <Shown recoveryKey={key} onClose={onClose} />;
  const make = () => {
    setBusy(true);
    setFailure(undefined);
    newRecoveryKey(connection)
      .then(setKey, setFailure)
      .finally(() => setBusy(false));
  };
  return (
    <Question
      title={text.encryption.make}
      act={busy ? text.encryption.making : text.encryption.makeNow}
      look="main"
      disabled={busy}
      onAct={make}
      onClose={onClose}
    >
      <p>{text.encryption.makeHint}</p>
      {replaces && <p className={styles.warning}>{text.encryption.replaces}</p>}
      {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
    </Question>
  );
}

/** The recovery key; "done" is possible once the person has saved it, or has shown that they have written it down. */
function Shown({ recoveryKey, onClose }: { recoveryKey: NewRecoveryKey; onClose: () => void }) {
  const text = useText();
  const connection = useConnection();
  const { userId } = connection;
  const [saved, setSaved] = useState<"copied" | "downloaded">();
  const [ticked, setTicked] = useState(false);
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  useAskBeforeUnload();
  const isKept = saved === undefined ? isEndOf(recoveryKey.text, typed) : ticked;

  const download = () => {
    const words = text.encryption.file(handleOf(userId, userId), recoveryKey.text);
    save(new Blob([words], { type: "text/plain" }), text.encryption.fileName);
    setSaved("downloaded");
  };
  const copy = () => {
    navigator.clipboard.writeText(recoveryKey.text).then(
      () => setSaved("copied"),
      (e: unknown) => console.warn("not copied", e),
    );
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    backUpWith(connection, recoveryKey, password)
      .then(onClose, (e: unknown) => {
        if (e instanceof PasswordNeeded) setAsked(true);
        else setFailure(e);
      })
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title={text.encryption.key} onClose={onClose} mustAnswer>
      <form className={styles.form} onSubmit={submit}>
        <p>{text.encryption.keyHint}</p>
        <p className={styles.key} data-testid="recovery-key">
          {recoveryKey.text}
        </p>
        <div className={styles.two}>
          <Button look="quiet" onClick={download}>
            {text.encryption.download}
          </Button>
          <Button look="quiet" onClick={copy}>
            {saved === "copied" ? text.encryption.copied : text.message.copy}
          </Button>
        </div>
        {saved === undefined ? (
          <Field
            label={text.encryption.typeEnd(TYPED_CHARS)}
            value={typed}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={20}
            onChange={(event) => setTyped(event.target.value)}
          />
        ) : (
          <label className={styles.choice}>
            <input type="checkbox" checked={ticked} onChange={(event) => setTicked(event.target.checked)} />
            {saved === "copied" ? text.encryption.keptCopy : text.encryption.keptFile}
          </label>
        )}
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
        <div className={styles.two}>
          <Button look="quiet" disabled={busy} onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" disabled={!isKept || busy || (asked && password === "")}>
            {busy ? text.encryption.making : text.encryption.done}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Whether somebody has typed the last characters of a key; spaces do not matter, as when it is used. */
function isEndOf(key: string, typed: string): boolean {
  const plain = (words: string) => words.replace(/\s/g, "");
  return plain(typed).length >= TYPED_CHARS && plain(key).endsWith(plain(typed));
}

/** The browser asks before it closes or reloads the page: the key that is shown would not be in effect. */
function useAskBeforeUnload(): void {
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", leaving);
    return () => window.removeEventListener("beforeunload", leaving);
  }, []);
}
