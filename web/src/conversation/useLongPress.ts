import { useRef, type MouseEvent, type PointerEvent } from "react";
import type { Point } from "../ui/Menu.tsx";

/** A finger that stays this long has pressed. */
const PRESS_MILLIS = 450;

/** A finger that has moved this far scrolls. */
const MOVED_PIXELS = 10;

/**
 * What an element needs to be pressed long with a finger, or with the mouse's other button.
 *
 * @param pressed is told where the mouse was
 */
export function useLongPress(pressed: (at?: Point) => void) {
  const timer = useRef<number>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const stop = () => window.clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      stop();
      if (event.pointerType !== "touch") return;
      from.current = { x: event.clientX, y: event.clientY };
      timer.current = window.setTimeout(() => pressed(), PRESS_MILLIS);
    },
    onPointerMove: (event: PointerEvent) => {
      const { x, y } = from.current;
      if (Math.hypot(event.clientX - x, event.clientY - y) > MOVED_PIXELS) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onContextMenu: (event: MouseEvent) => {
      const isLink = event.target instanceof Element && event.target.closest("a") !== null;
      // Whoever has marked words, or points to a link, wants the browser's own menu.
      if (isLink || window.getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      // A finger has been told of already.
      if ((event.nativeEvent as unknown as { pointerType?: string }).pointerType !== "touch")
        pressed({ x: event.clientX, y: event.clientY });
    },
  };
}
