import { useState, type KeyboardEvent } from "react";
import { useFriends } from "../../friends/useFriends.ts";
import { useText } from "../../i18n/language.ts";
import { chatPath } from "../../links/links.ts";
import { go } from "../../live/address.ts";
import { Avatar } from "../../people/Avatar.tsx";
import { openDirect } from "../../people/direct.ts";
import { isFoundBy } from "../../people/hangul.ts";
import { useAttempt } from "../../session/useAttempt.ts";
import { useConnection } from "../../session/useConnection.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Problem } from "../../ui/Field.tsx";
import { SearchField } from "../../ui/SearchField.tsx";
import { useChats } from "../chats/useChats.ts";
import styles from "./SwitcherDialog.module.css";

/** More are not shown at once: one types on. */
const SHOWN_MAX = 8;

interface Target {
  id: string;
  name: string;
  picture: string | undefined;
  hint: string;
  open: () => Promise<string>;
}

/** Goes to a chat or a friend by a part of the name, without a mouse. */
export function SwitcherDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const [sought, setSought] = useState("");
  const [marked, setMarked] = useState(0);
  const { busy, sentence, attempt } = useAttempt();
  const targets = useTargets(sought);
  const now = Math.min(marked, targets.length - 1);
  const open = (target: Target) => {
    if (busy) return;
    attempt(
      target.open().then((roomId) => {
        onClose();
        go(chatPath(roomId));
      }),
    );
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || targets.length === 0) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setMarked((now + by + targets.length) % targets.length);
    }
    const target = targets[now];
    if (event.key === "Enter" && target) {
      event.preventDefault();
      open(target);
    }
  };
  return (
    <Dialog title={text.switcher.title} onClose={onClose}>
      <div className={styles.switcher} onKeyDown={pressed}>
        <SearchField
          label={text.switcher.search}
          value={sought}
          autoFocus
          onChange={(value) => {
            setSought(value);
            setMarked(0);
          }}
          options={{ list: "switcher", chosen: targets.length > 0 ? `switcher-${now}` : undefined }}
        />
        {sentence !== "" && <Problem>{sentence}</Problem>}
        {targets.length === 0 && <p role="status">{text.friends.notFound}</p>}
        <ul id="switcher" role="listbox" aria-label={text.switcher.title}>
          {targets.map((target, place) => (
            <li
              key={target.id}
              id={`switcher-${place}`}
              role="option"
              aria-selected={place === now}
              onClick={() => open(target)}
            >
              <Avatar id={target.id} name={target.name} picture={target.picture} sidePixels={36} />
              <bdi>{target.name.slice(0, 100)}</bdi>
              <small>{target.hint}</small>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** Chats first, the newest before; then friends with whom there is none. */
function useTargets(sought: string): Target[] {
  const text = useText();
  const { client } = useConnection();
  const chats = useChats();
  const { friends } = useFriends();
  const found = chats
    .filter(({ invitation, name }) => !invitation && isFoundBy(name, sought))
    .slice(0, SHOWN_MAX)
    .map(({ id, name, picture, unread }): Target => {
      return { id, name, picture, hint: unread > 0 ? text.chats.unread(unread) : "", open: () => Promise.resolve(id) };
    });
  const names = new Set(found.map(({ name }) => name));
  const others = friends
    .filter(({ name }) => !names.has(name) && isFoundBy(name, sought))
    .slice(0, SHOWN_MAX - found.length)
    .map(({ id, name, picture }): Target => {
      return { id, name, picture, hint: text.friends.title, open: () => openDirect(client, id) };
    });
  return [...found, ...others];
}
