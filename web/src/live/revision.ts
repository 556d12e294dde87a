import { useEffect, useReducer } from "react";

/** Changes that come within this time are shown together. */
const TOGETHER_MILLIS = 16;

/**
 * Counts the changes of something that lives outside of React, such as a room of the SDK: whoever uses the number
 * draws again when it grows.
 *
 * @param listen starts to listen and returns how to stop; it must stay the same function (useCallback)
 */
export function useRevision(listen: (changed: () => void) => () => void): number {
  const [revision, grow] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let timer: number | undefined;
    const changed = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        grow();
      }, TOGETHER_MILLIS);
    };
    const stop = listen(changed);
    // What changed between drawing and listening would be missed otherwise.
    changed();
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [listen]);
  return revision;
}
