import { useState, type SubmitEvent } from "react";
import { useText } from "../../../i18n/language.ts";
import { withPassword } from "../../../session/password.ts";
import { useAttempt } from "../../../session/useAttempt.ts";
import { useConnection } from "../../../session/useConnection.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field, Problem } from "../../../ui/Field.tsx";
import styles from "./settings.module.css";

const PASSWORD_CHARS_MIN = 8;

/** The way to another password. */
export function Password() {
  const text = useText();
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {text.settings.changePassword}
      </Button>
      <p role="status" className={styles.hint}>
        {changed ? text.settings.passwordChanged : ""}
      </p>
      {open && (
        <PasswordDialog
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            setChanged(true);
          }}
        />
      )}
    </>
  );
}

function PasswordDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const text = useText();
  const { client, userId } = useConnection();
  const [old, setOld] = useState("");
  const [wanted, setWanted] = useState("");
  const [again, setAgain] = useState("");
  const [others, setOthers] = useState(false);
  const [differs, setDiffers] = useState(false);
  const { busy, sentence, attempt } = useAttempt();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setDiffers(wanted !== again);
    if (wanted !== again) return;
    const change = withPassword<unknown>(userId, old)((proof) => client.setPassword(proof ?? {}, wanted, others));
    attempt(change.then(onDone));
  };
  return (
    <Dialog title={text.settings.changePassword} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {/* So that the browser's password manager knows whose it is. */}
        <input hidden readOnly autoComplete="username" value={userId} />
        <Field
          label={text.settings.oldPassword}
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
        <Field
          label={text.settings.newPassword}
          hint={text.signUp.passwordHint}
          type="password"
          autoComplete="new-password"
          required
          minLength={PASSWORD_CHARS_MIN}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        <Field
          label={text.settings.newPasswordAgain}
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        <label className={styles.check}>
          <input type="checkbox" checked={others} onChange={(event) => setOthers(event.target.checked)} />
          {text.settings.passwordSignsOut}
        </label>
        {differs && <Problem>{text.settings.passwordsDiffer}</Problem>}
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={busy}>
          {text.settings.changePassword}
        </Button>
      </form>
    </Dialog>
  );
}
