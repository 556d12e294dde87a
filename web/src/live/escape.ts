import { useEffect, useLayoutEffect, useRef } from "react";

/** What Escape would close, the innermost last. Dialogs are not here: the browser closes them. */
const open: (() => void)[] = [];

window.addEventListener("keydown", (event) => {
  const innermost = open.at(-1);
  const isTaken = event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]") !== null;
  if (event.key !== "Escape" || isTaken || !innermost) return;
  event.preventDefault();
  innermost();
});

/**
 * Lets Escape close this, before what was there earlier.
 *
 * @param close left out while there is nothing to close
 */
export function useEscape(close: (() => void) | undefined): void {
  const latest = useRef(close);
  useLayoutEffect(() => {
    latest.current = close;
  });
  const isOpen = close !== undefined;
  useEffect(() => {
    if (!isOpen) return;
    const innermost = () => latest.current?.();
    open.push(innermost);
    return () => {
      open.splice(open.indexOf(innermost), 1);
    };
  }, [isOpen]);
}
