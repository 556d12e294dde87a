import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ReceiptType } from "matrix-js-sdk/lib/@types/read_receipts.js";
import { NotificationCountType, type Room } from "matrix-js-sdk/lib/models/room.js";
import { useConnection } from "../session/useConnection.ts";
import type { VirtualList } from "../ui/useVirtualList.ts";
import { jumps } from "./jumps.ts";
import { UNREAD_KEY, type Row } from "./rows.ts";
import type { Message, Notice } from "./useConversation.ts";
import type { Timeline } from "./useTimeline.ts";

/** The last event that one had read when the chat was opened; nothing if all was read. It stays while it is open. */
export function useReadUpTo(room: Room): string | undefined {
  const { userId } = useConnection();
  const [readUpTo] = useState(() => {
    if (room.getUnreadNotificationCount(NotificationCountType.Total) === 0) return undefined;
    // Whoever has never read anything here reads from where they came in.
    return lastRead(room, userId) ?? room.getMember(userId)?.events.member?.getId();
  });
  return readUpTo;
}

/** The SDK's own question leaves out what is not loaded. */
function lastRead(room: Room, userId: string): string | undefined {
  const receipts = [ReceiptType.Read, ReceiptType.ReadPrivate]
    .map((type) => room.getReadReceiptForUserId(userId, false, type))
    .filter((receipt) => receipt !== null);
  return receipts.sort((a, b) => a.data.ts - b.data.ts).at(-1)?.eventId;
}

/**
 * Opens a chat at the line above what one has not read, which is loaded if it is further back.
 *
 * @returns whether that is done: until then, what is shown has not been seen
 */
export function useOpenAtLine(
  room: Room,
  { loaded, showAround, showNewest }: Timeline,
  rows: readonly Row<Message | Notice>[],
  { toRow }: VirtualList<HTMLDivElement>,
  readUpTo: string | undefined,
): () => boolean {
  const done = useRef(readUpTo === undefined);
  useEffect(() => {
    // Whoever comes for a certain message goes there.
    if (jumps.get()?.roomId === room.roomId) done.current = true;
    if (done.current || readUpTo === undefined || loaded.find(readUpTo)) return;
    showAround(readUpTo).catch((e: unknown) => {
      console.warn("what was read last is not to be had", e);
      done.current = true;
      showNewest();
    });
  }, [room, loaded, showAround, showNewest, readUpTo]);
  useLayoutEffect(() => {
    if (done.current || readUpTo === undefined || !loaded.find(readUpTo)) return;
    done.current = true;
    if (rows.some(({ kind }) => kind === "unread")) toRow(UNREAD_KEY);
  }, [loaded, rows, toRow, readUpTo]);
  return useCallback(() => done.current, []);
}
