import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState, type RefObject } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { VirtualList } from "../ui/useVirtualList.ts";
import { jumps } from "./jumps.ts";
import type { Row } from "./rows.ts";
import type { Message, Notice } from "./useConversation.ts";
import type { Timeline } from "./useTimeline.ts";

/** For this long it is said that a message is not to be had. */
const SAID_MILLIS = 6_000;

/**
 * Lets others go to a message, however far back: what is around it is loaded where it is not there.
 *
 * @returns whether the message that was asked for last could not be had
 */
export function useJump(
  room: Room,
  timeline: Timeline,
  rows: readonly Row<Message | Notice>[],
  view: VirtualList<HTMLDivElement>,
  jumpRef: RefObject<((eventId: string) => void) | undefined>,
): boolean {
  const { loaded, showAround } = timeline;
  const { toRow, list } = view;
  const [missing, setMissing] = useState(false);
  const [, lookAgain] = useReducer((count: number) => count + 1, 0);
  const wanted = useRef<string>(undefined);
  const marked = useRef<string>(undefined);
  const jumpTo = useCallback(
    (eventId: string) => {
      setMissing(false);
      const there = loaded.find(eventId) ? Promise.resolve() : showAround(eventId);
      there.then(
        () => {
          wanted.current = eventId;
          lookAgain();
        },
        (e: unknown) => {
          console.warn("not found", e);
          setMissing(true);
        },
      );
    },
    [loaded, showAround],
  );

  useLayoutEffect(() => {
    const target = wanted.current === undefined ? undefined : rowFor(loaded, rows, wanted.current);
    if (!target) return;
    wanted.current = undefined;
    marked.current = target.eventId;
    toRow(target.key);
  });
  useEffect(() => {
    if (marked.current === undefined) return;
    const shown = list.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(marked.current)}"]`);
    if (!shown) return;
    marked.current = undefined;
    shown.dataset.found = "";
    shown.addEventListener("animationend", () => delete shown.dataset.found, { once: true });
  });
  useEffect(() => {
    if (!missing) return;
    const timer = window.setTimeout(() => setMissing(false), SAID_MILLIS);
    return () => window.clearTimeout(timer);
  }, [missing]);
  useEffect(() => {
    jumpRef.current = jumpTo;
    const jumpAsked = () => {
      const asked = jumps.get();
      if (asked?.roomId !== room.roomId) return;
      jumps.set(undefined);
      jumpTo(asked.eventId);
    };
    jumpAsked();
    return jumps.subscribe(jumpAsked);
  }, [room, jumpTo, jumpRef]);
  return missing;
}

/** The row of an event. What has no row of its own, such as a reaction, is where the next message is, or the last. */
function rowFor(loaded: Timeline["loaded"], rows: readonly Row<Message | Notice>[], eventId: string) {
  const shown = new Map<string, { key: string; eventId: string }>();
  for (const row of rows) {
    if (row.kind === "day" || row.kind === "unread") continue;
    for (const entry of row.kind === "notice" ? row.entries : [row.entry, ...row.more]) {
      if (entry.eventId !== undefined) shown.set(entry.eventId, { key: row.key, eventId: entry.eventId });
    }
  }
  const events = loaded.events();
  const place = events.findIndex((event) => event.getId() === eventId);
  if (place < 0) return undefined;
  const next = events.slice(place).find((event) => shown.has(event.getId() ?? ""));
  return next ? shown.get(next.getId() ?? "") : [...shown.values()].at(-1);
}
