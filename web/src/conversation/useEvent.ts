import { useEffect, useState } from "react";
import { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useConnection } from "../session/useConnection.ts";

/** An event of a room: from what is loaded, otherwise from the server; nothing until it is there. */
export function useEvent(room: Room, eventId: string | undefined): MatrixEvent | undefined {
  const { client } = useConnection();
  const loaded = eventId === undefined ? undefined : room.findEventById(eventId);
  const [fetched, setFetched] = useState<MatrixEvent>();
  const isMissing = eventId !== undefined && loaded === undefined;
  useEffect(() => {
    if (!isMissing) return;
    let current = true;
    client.fetchRoomEvent(room.roomId, eventId).then(
      (event) => {
        if (current) setFetched(new MatrixEvent(event));
      },
      (e: unknown) => console.warn("no such event", e),
    );
    return () => {
      current = false;
    };
  }, [client, room, eventId, isMissing]);
  return loaded ?? (fetched?.getId() === eventId ? fetched : undefined);
}
