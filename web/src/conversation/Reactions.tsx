import { EventType, RelationType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { useConnection } from "../session/useConnection.ts";
import styles from "./Reactions.module.css";

export interface Reaction {
  key: string;
  names: string[];
  /** One's own, where one has reacted so. */
  own: string | undefined;
}

/** More kinds of reaction to one message are not shown. */
const KINDS_MAX = 12;

/** Longer than any emoji; somebody may have put a novel there. */
const KEY_CHARS_MAX = 24;

/**
 * How people have reacted to a message, the most frequent first.
 *
 * @param deleting reactions that are being taken back
 */
export function reactionsTo(
  room: Room,
  eventId: string,
  ownId: string,
  nameOf: (id: string) => string,
  deleting: ReadonlySet<string>,
): Reaction[] {
  const relations = room.relations.getChildEventsForEvent(eventId, RelationType.Annotation, EventType.Reaction);
  const byKey = relations?.getSortedAnnotationsByKey() ?? [];
  return byKey.slice(0, KINDS_MAX).flatMap(([key, events]): Reaction[] => {
    const standing = [...events].filter((event) => !event.isRedacted() && !deleting.has(event.getId() ?? ""));
    if (standing.length === 0) return [];
    const senders = [...new Set(standing.map((event) => event.getSender() ?? ""))];
    return [{ key, names: senders.map(nameOf), own: standing.find((event) => event.getSender() === ownId)?.getId() }];
  });
}

/** Reacts, or takes back the same reaction. */
export async function react(outbox: Outbox, to: MatrixEvent, key: string, own: string | undefined) {
  const roomId = to.getRoomId() ?? "";
  const eventId = to.getId() ?? "";
  if (own !== undefined) {
    await outbox.redact(roomId, own);
    return;
  }
  const content = { "m.relates_to": { rel_type: RelationType.Annotation, event_id: eventId, key } };
  await outbox.send({ roomId, type: EventType.Reaction, content });
}

export function Reactions({ event, reactions }: { event: MatrixEvent; reactions: Reaction[] }) {
  const text = useText();
  const { outbox } = useConnection();
  if (reactions.length === 0) return null;
  return (
    <div className={styles.reactions}>
      {reactions.map(({ key, names, own }) => {
        const shown = key.slice(0, KEY_CHARS_MAX);
        const label = text.conversation.reacted(shown, names.slice(0, 20).join(", "));
        return (
          <button
            key={key}
            type="button"
            aria-pressed={own !== undefined}
            aria-label={label}
            title={label}
            onClick={() => {
              react(outbox, event, key, own).catch((e: unknown) => console.warn("no reaction", e));
            }}
          >
            <bdi>{shown}</bdi> {names.length}
          </button>
        );
      })}
    </div>
  );
}
