import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { useStore } from "../live/store.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./RefusedChanges.module.css";

/** More are not shown at once: each is answered, and makes room for the next. */
const SHOWN_MAX = 3;

/** Changes to messages of this chat that the server has refused: deletions, edits, reactions, votes. */
export function RefusedChanges({ room }: { room: Room }) {
  const text = useText();
  const { outbox } = useConnection();
  const refused = useStore(outbox.refused).filter(({ outgoing }) => outgoing.roomId === room.roomId);
  if (refused.length === 0) return null;
  return (
    <ul className={styles.refused}>
      {refused.slice(0, SHOWN_MAX).map((one) => (
        <li key={one.id} role="alert">
          <Icon name="warning" size={18} />
          <span>
            {text.refused[one.change]} {problem(text, one.error)}
          </span>
          <Button
            look="quiet"
            onClick={() => void outbox.retry(one).catch((e: unknown) => console.warn("refused again", e))}
          >
            {text.common.retry}
          </Button>
          <IconButton icon="close" label={text.common.close} onClick={() => outbox.dismiss(one.id)} />
        </li>
      ))}
    </ul>
  );
}
