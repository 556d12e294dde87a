import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import type { Timeline } from "./useTimeline.ts";

/** More is loaded when this little is left above or below. */
const LOAD_FROM_PIXELS = 1_500;

/** After a failure, the next attempt is not made at once. */
const LOAD_AGAIN_MILLIS = 3_000;

/**
 * Loads what is before and after as somebody comes near to it.
 *
 * @param rows changes whenever the rows do
 */
export function useMore(timeline: Timeline, scroller: RefObject<HTMLDivElement | null>, rows: unknown) {
  const [loading, setLoading] = useState<"older" | "newer">();
  const busy = useRef(false);
  const { loaded, loadOlder, loadNewer } = timeline;
  const loadWhereNeeded = useCallback(() => {
    const view = scroller.current;
    if (!view || busy.current) return;
    const below = view.scrollHeight - view.scrollTop - view.clientHeight;
    const older = loaded.hasOlder && view.scrollTop < LOAD_FROM_PIXELS;
    const newer = loaded.hasNewer && below < LOAD_FROM_PIXELS;
    if (!older && !newer) return;
    busy.current = true;
    setLoading(newer ? "newer" : "older");
    (newer ? loadNewer() : loadOlder())
      .catch(async (e: unknown) => {
        console.warn("messages not loaded", e);
        await new Promise((resolve) => setTimeout(resolve, LOAD_AGAIN_MILLIS));
      })
      .finally(() => {
        busy.current = false;
        setLoading(undefined);
      });
  }, [loaded, loadOlder, loadNewer, scroller]);
  // Also when a load has brought too little to fill the screen.
  useEffect(() => {
    const timer = window.setTimeout(loadWhereNeeded);
    return () => window.clearTimeout(timer);
  }, [loadWhereNeeded, rows, loading]);
  return { loading, loadWhereNeeded };
}
