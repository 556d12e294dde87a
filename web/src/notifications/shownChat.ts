import { useEffect } from "react";

/*
 * A chat that somebody looks at needs no notification, in whichever window that is. Windows know of each other by the
 * browser's locks: each holds a shared one for the chat that it shows, as long as it has the focus.
 */

const nameOf = (roomId: string) => `bongsu.shown ${roomId}`;

/** Says that this window shows this chat. */
export function useShownChat(roomId: string | undefined): void {
  useEffect(() => {
    if (roomId === undefined || !("locks" in navigator)) return;
    let release: (() => void) | undefined;
    const look = () => {
      const isSeen = document.visibilityState === "visible" && document.hasFocus();
      if (isSeen && !release) release = hold(nameOf(roomId), "shared");
      if (!isSeen) {
        release?.();
        release = undefined;
      }
    };
    look();
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
      document.removeEventListener("visibilitychange", look);
      release?.();
    };
  }, [roomId]);
}

/** Whether somebody looks at the chat in any window. */
export async function isShown(roomId: string): Promise<boolean> {
  if (!("locks" in navigator))
    return document.hasFocus() && window.location.pathname.includes(encodeURIComponent(roomId));
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === nameOf(roomId));
}

/**
 * Holds one of the browser's locks, as soon as it can be had.
 *
 * @returns how to give it back
 */
export function hold(name: string, mode: LockMode, got?: () => void): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const waiting = new AbortController();
  navigator.locks
    .request(name, { mode, signal: waiting.signal }, () => {
      got?.();
      return held;
    })
    .catch(() => undefined);
  return () => {
    release();
    waiting.abort();
  };
}
