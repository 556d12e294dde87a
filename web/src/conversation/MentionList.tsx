import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { useConnection } from "../session/useConnection.ts";
import type { Mentionable } from "./compose.ts";
import styles from "./MentionList.module.css";

const OFFERED_MAX = 6;

/** The people of a chat whose name or id has this in it. */
export function mentionables(room: Room, ownId: string, word: string): Mentionable[] {
  const sought = word.toLocaleLowerCase();
  return room
    .getJoinedMembers()
    .filter(({ userId, name }) => userId !== ownId && `${name} ${userId}`.toLocaleLowerCase().includes(sought))
    .slice(0, OFFERED_MAX)
    .map(({ userId, name }) => ({ userId, name }));
}

interface Props {
  people: Mentionable[];
  marked: number;
  onChoose: (person: Mentionable) => void;
}

/** People to mention, above the place where one writes. */
export function MentionList({ people, marked, onChoose }: Props) {
  const text = useText();
  const { client } = useConnection();
  return (
    <ul id="mentions" className={styles.mentions} role="listbox" aria-label={text.conversation.mention}>
      {people.map((person, place) => (
        <li
          key={person.userId}
          id={`mention-${place}`}
          role="option"
          aria-selected={place === marked}
          // The caret stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(person)}
        >
          <Avatar
            id={person.userId}
            name={person.name}
            picture={client.getUser(person.userId)?.avatarUrl}
            sidePixels={30}
          />
          <bdi>{person.name.slice(0, 60)}</bdi>
        </li>
      ))}
    </ul>
  );
}
