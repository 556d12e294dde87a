import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { ContactForm } from "./ContactForm.tsx";
import styles from "./ContactSheet.module.css";
import { callTo, mailTo, messageTo } from "./outside.ts";
import type { Person } from "./members.ts";
import { useContacts } from "./useContacts.ts";

/** So many get one message or mail: apps take no more. */
const RECIPIENTS_MAX = 100;

interface Props {
  /** The chat, or the list, whose people these are. */
  of: string;
  people: readonly Person[];
  onClose: () => void;
}

/** How the people of a chat are reached when nothing here answers: by the device's own phone, messages and mail. */
export function ContactSheet({ of, people, onClose }: Props) {
  const text = useText();
  const contacts = useContacts();
  const [words, setWords] = useState(text.contacts.wordsOf(of.slice(0, 60)));
  const [editing, setEditing] = useState<Person>();
  const has = ({ id }: Person) => contacts.has(id);
  const sorted = [...people].sort((a, b) => Number(has(b)) - Number(has(a)));
  const phones = sorted.flatMap(({ id }) => contacts.get(id)?.phone ?? []);
  const addresses = sorted.flatMap(({ id }) => contacts.get(id)?.email ?? []);
  const isTooMany = Math.max(phones.length, addresses.length) > RECIPIENTS_MAX;
  if (editing) {
    return (
      <Dialog title={text.contacts.of(editing.name)} onClose={onClose}>
        <ContactForm person={editing} kept={contacts.get(editing.id) ?? {}} onDone={() => setEditing(undefined)} />
      </Dialog>
    );
  }
  return (
    <Dialog title={text.contacts.title} onClose={onClose}>
      <p className={styles.hint}>{text.contacts.sheetHint}</p>
      {phones.length + addresses.length > 0 && (
        <div className={styles.all}>
          <label>
            {text.contacts.words}
            <textarea rows={3} value={words} onChange={(event) => setWords(event.target.value)} />
          </label>
          <div className={styles.ways}>
            {phones.length > 0 && (
              <Way icon="chats" href={messageTo(phones.slice(0, RECIPIENTS_MAX), words)}>
                {text.contacts.smsAll(Math.min(phones.length, RECIPIENTS_MAX))}
              </Way>
            )}
            {addresses.length > 0 && (
              <Way icon="mail" href={mailTo(addresses.slice(0, RECIPIENTS_MAX), of, words)}>
                {text.contacts.mailAll(Math.min(addresses.length, RECIPIENTS_MAX))}
              </Way>
            )}
          </div>
          {isTooMany && <p className={styles.hint}>{text.contacts.first(RECIPIENTS_MAX)}</p>}
          {phones.length > 1 && <p className={styles.hint}>{text.contacts.smsHint}</p>}
        </div>
      )}
      {people.length === 0 && <p>{text.contacts.nobody}</p>}
      <ul className={styles.people}>
        {sorted.map((person) => (
          <li key={person.id}>
            <Avatar {...person} sidePixels={38} />
            <span className={styles.who}>
              <bdi>{person.name}</bdi>
              <Reached phone={contacts.get(person.id)?.phone} email={contacts.get(person.id)?.email} of={person} />
            </span>
            <button
              type="button"
              onClick={() => setEditing(person)}
              aria-label={`${text.contacts.change}: ${person.name}`}
            >
              <Icon name={has(person) ? "pencil" : "plus"} size={20} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Way({ icon, href, children }: { icon: IconName; href: string; children: string }) {
  return (
    <a href={href}>
      <Icon name={icon} />
      {children}
    </a>
  );
}

function Reached({ phone, email, of }: { phone: string | undefined; email: string | undefined; of: Person }) {
  const text = useText();
  if (phone === undefined && email === undefined) return <small>{text.contacts.none}</small>;
  return (
    <span className={styles.reached}>
      {phone !== undefined && (
        <a href={callTo(phone)} aria-label={`${text.contacts.call(of.name)}: ${phone}`}>
          {phone}
        </a>
      )}
      {email !== undefined && (
        <a href={mailTo([email], "", "")} aria-label={`${text.contacts.mail(of.name)}: ${email}`}>
          {email}
        </a>
      )}
    </span>
  );
}
