import { useCallback, useEffect, useRef } from "react";
import { ReceiptType } from "matrix-js-sdk/lib/@types/read_receipts.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useConnection } from "../session/useConnection.ts";

/**
 * Tells the server that what is here has been read, when somebody truly looks: the newest message is in view, in the
 * window in front.
 *
 * @param rows changes whenever the rows do
 * @returns to be called when somebody scrolls
 */
export function useMarkRead(room: Room, rows: unknown, isAtEnd: () => boolean): () => void {
  const { client, userId } = useConnection();
  const told = useRef("");
  const mark = useCallback(() => {
    if (!isAtEnd() || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const newest = room.getLiveTimeline().getEvents().findLast(isAtServer);
    const id = newest?.getId();
    // Whoever wrote the newest has read it; everybody knows without being told.
    if (!newest || !id || told.current === id || newest.getSender() === userId) return;
    told.current = id;
    client.sendReadReceipt(newest, ReceiptType.Read, true).catch(() => {
      told.current = "";
    });
  }, [client, userId, room, isAtEnd]);

  useEffect(mark, [mark, rows]);
  useEffect(() => {
    window.addEventListener("focus", mark);
    document.addEventListener("visibilitychange", mark);
    return () => {
      window.removeEventListener("focus", mark);
      document.removeEventListener("visibilitychange", mark);
    };
  }, [mark]);
  return mark;
}

function isAtServer(event: MatrixEvent): boolean {
  return event.status === null;
}
