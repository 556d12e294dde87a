import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Avatar } from "./Avatar.tsx";
import { typedUserId } from "./direct.ts";
import { handleOf } from "./handle.ts";
import styles from "./PeopleField.module.css";

/** People that somebody picks, and what stands in the field besides. */
export interface Picked {
  people: readonly string[];
  typed: string;
}

export const NOBODY_PICKED: Picked = { people: [], typed: "" };

/** More suggestions are not looked at: one types on. */
const SUGGESTIONS_MAX = 5;

/** All that are picked, with the one still in the field; nothing where that cannot be anybody's id. */
export function pickedPeople({ people, typed }: Picked, ownId: string): string[] | undefined {
  if (typed.trim() === "") return [...people];
  const last = typedUserId(typed, ownId);
  return last === undefined || last === ownId ? undefined : [...new Set([...people, last])];
}

interface Props {
  picked: Picked;
  onPick: (picked: Picked) => void;
  /** Those who cannot be picked, because they are there already. */
  except?: ReadonlySet<string>;
}

/** Picks one or several people, by id or from those whom one knows. */
export function PeopleField({ picked, onPick, except }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const [hadFocus, setHadFocus] = useState(false);
  const nameOf = (id: string) => (client.getUser(id)?.displayName ?? id).slice(0, 60);
  const add = (id: string) => onPick({ people: [...new Set([...picked.people, id])], typed: "" });
  const typed = (value: string) => {
    const id = /[,\s]$/.test(value) ? typedUserId(value.replace(/[,\s]+$/, ""), userId) : undefined;
    if (id !== undefined && id !== userId) add(id);
    else onPick({ ...picked, typed: value });
  };
  const sought = picked.typed.trim().toLocaleLowerCase();
  const suggestions = client
    .getUsers()
    .filter(({ userId: id }) => id !== userId && !picked.people.includes(id) && !except?.has(id))
    .filter((user) => `${user.displayName ?? ""} ${user.userId}`.toLocaleLowerCase().includes(sought))
    .slice(0, SUGGESTIONS_MAX);

  return (
    <div className={styles.people}>
      {picked.people.length > 0 && (
        <ul className={styles.picked} aria-label={text.newChat.chosen}>
          {picked.people.map((id) => (
            <li key={id}>
              <button
                type="button"
                aria-label={text.newChat.remove(nameOf(id))}
                onClick={() => onPick({ ...picked, people: picked.people.filter((other) => other !== id) })}
              >
                <bdi>{nameOf(id)}</bdi>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.line}>
        <Field
          label={text.newChat.user}
          hint={text.newChat.userHint}
          value={picked.typed}
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onFocus={() => setHadFocus(true)}
          onChange={(event) => typed(event.target.value)}
        />
        <Button
          look="quiet"
          disabled={typedUserId(picked.typed, userId) === undefined}
          onClick={() => typed(`${picked.typed},`)}
        >
          {text.newChat.add}
        </Button>
      </div>
      {hadFocus && suggestions.length > 0 && (
        <ul className={styles.known} aria-label={text.newChat.known}>
          {suggestions.map(({ userId: id, avatarUrl }) => (
            <li key={id}>
              <button type="button" onClick={() => add(id)}>
                <Avatar id={id} name={nameOf(id)} picture={avatarUrl} sidePixels={34} />
                <span>
                  <bdi>{nameOf(id)}</bdi>
                  <small>{handleOf(id, userId)}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
