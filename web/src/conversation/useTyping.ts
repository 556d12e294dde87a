import { useEffect, useRef } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";

/** Others are told again after this time that one is writing; they forget it a little later. */
const TYPING_AGAIN_MILLIS = 4_000;
const TYPING_FORGOTTEN_MILLIS = 6_000;

/** Tells the others, not too often, whether one is writing. */
export function useTyping(client: MatrixClient, roomId: string): (now: boolean) => void {
  const toldMillis = useRef(0);
  useEffect(() => {
    return () => {
      if (toldMillis.current > 0) tell(client, roomId, false);
      toldMillis.current = 0;
    };
  }, [client, roomId]);
  return (now) => {
    if (now ? Date.now() - toldMillis.current < TYPING_AGAIN_MILLIS : toldMillis.current === 0) return;
    toldMillis.current = now ? Date.now() : 0;
    tell(client, roomId, now);
  };
}

function tell(client: MatrixClient, roomId: string, typing: boolean): void {
  // Nobody misses it where it cannot be told.
  client.sendTyping(roomId, typing, TYPING_FORGOTTEN_MILLIS).catch(() => undefined);
}
