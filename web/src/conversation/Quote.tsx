import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { useActions } from "./actions.ts";
import { contentOf, oneLine } from "./content.ts";
import { isHidden } from "./hidden.ts";
import styles from "./Quote.module.css";
import { nameOf } from "./useConversation.ts";
import { useEvent } from "./useEvent.ts";

/** What a message answers to; a press goes there. */
export function Quote({ room, eventId }: { room: Room; eventId: string }) {
  const text = useText();
  const { jumpTo } = useActions();
  const event = useEvent(room, eventId);
  const line = event && (isHidden(room, event) ? text.conversation.deleted : oneLine(text, contentOf(event)));
  return (
    <button type="button" className={styles.quote} onClick={() => jumpTo(eventId)}>
      <b dir="auto">{event ? text.conversation.replyTo(nameOf(room, event.getSender() ?? "")) : "…"}</b>
      <span dir="auto">{line}</span>
    </button>
  );
}
