import { useState, type SubmitEvent } from "react";
import { changeFriend, emailIn, phoneIn, type Kept } from "../friends/friendList.ts";
import { useText } from "../i18n/language.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Field, Problem } from "../ui/Field.tsx";
import styles from "./ContactForm.module.css";

interface Props {
  person: { id: string; name: string };
  kept: Kept;
  onDone: () => void;
}

/** Writes down how somebody is reached outside of here. */
export function ContactForm({ person, kept, onDone }: Props) {
  const text = useText();
  const { client } = useConnection();
  const [phone, setPhone] = useState(kept.phone ?? "");
  const [email, setEmail] = useState(kept.email ?? "");
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState("");
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const number = phoneIn(phone);
    const address = emailIn(email);
    const wrongPhone = phone.trim() !== "" && number === undefined;
    const wrongEmail = email.trim() !== "" && address === undefined;
    setSentence(wrongPhone ? text.contacts.phoneWrong : wrongEmail ? text.contacts.emailWrong : "");
    if (wrongPhone || wrongEmail) return;
    setBusy(true);
    changeFriend(client, person.id, (before) => ({ ...before, phone: number, email: address }))
      .then(onDone, (e: unknown) => setSentence(problem(text, e)))
      .finally(() => setBusy(false));
  };
  return (
    <form className={styles.form} onSubmit={save} aria-label={text.contacts.of(person.name)}>
      <Field
        label={text.contacts.phone}
        type="tel"
        value={phone}
        maxLength={31}
        autoFocus
        autoComplete="off"
        onChange={(event) => setPhone(event.target.value)}
      />
      <Field
        label={text.contacts.email}
        hint={text.contacts.hint}
        type="text"
        inputMode="email"
        value={email}
        maxLength={254}
        autoComplete="off"
        onChange={(event) => setEmail(event.target.value)}
      />
      {sentence !== "" && <Problem>{sentence}</Problem>}
      <div className={styles.buttons}>
        <Button look="quiet" onClick={onDone}>
          {text.common.cancel}
        </Button>
        <Button type="submit" disabled={busy}>
          {text.common.save}
        </Button>
      </div>
    </form>
  );
}
