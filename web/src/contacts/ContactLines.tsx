import { useState } from "react";
import type { Kept } from "../friends/friendList.ts";
import { useText } from "../i18n/language.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { ContactForm } from "./ContactForm.tsx";
import styles from "./ContactLines.module.css";
import { callTo, mailTo } from "./outside.ts";

/** How somebody is reached outside of here, to tap on, and to be written down. */
export function ContactLines({ person, kept }: { person: { id: string; name: string }; kept: Kept }) {
  const text = useText();
  const [editing, setEditing] = useState(false);
  const { phone, email } = kept;
  const isKnown = phone !== undefined || email !== undefined;
  if (editing) return <ContactForm person={person} kept={kept} onDone={() => setEditing(false)} />;
  return (
    <div className={styles.lines}>
      {phone !== undefined && (
        <a href={callTo(phone)} aria-label={`${text.contacts.call(person.name)}: ${phone}`}>
          <Icon name="phone" />
          <span>{phone}</span>
        </a>
      )}
      {email !== undefined && (
        <a href={mailTo([email], "", "")} aria-label={`${text.contacts.mail(person.name)}: ${email}`}>
          <Icon name="mail" />
          <span>{email}</span>
        </a>
      )}
      <Button look="quiet" onClick={() => setEditing(true)}>
        {isKnown ? text.contacts.change : text.contacts.write}
      </Button>
    </div>
  );
}
