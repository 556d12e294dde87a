import { useEffect, useLayoutEffect, useRef } from "react";
import { isOver, type EntryOver } from "../live/address.ts";

let leaving: number | undefined;

/** Lets the Back button close what lies over the page, and not leave the page. */
export function useBackCloses(close: () => void): void {
  const latest = useRef(close);
  useLayoutEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    // Drawn again at once, as React does while one develops: the entry is there still.
    if (leaving === undefined) window.history.pushState({ over: true } satisfies EntryOver, "");
    else window.clearTimeout(leaving);
    leaving = undefined;
    const popped = () => latest.current();
    window.addEventListener("popstate", popped);
    return () => {
      window.removeEventListener("popstate", popped);
      // Closed otherwise, it takes its entry along.
      leaving = window.setTimeout(() => {
        leaving = undefined;
        if (isOver()) window.history.back();
      });
    };
  }, []);
}
