import { useRef, type PointerEvent } from "react";

/** A finger that has gone this far answers. */
const FAR_PIXELS = 56;
/** What is swiped follows no further. */
const FOLLOWS_PIXELS_MAX = 72;
/** A finger that has gone less has not decided yet between swiping and scrolling. */
const DECIDED_PIXELS = 10;

interface Swipe {
  x: number;
  y: number;
  /** How far to the left. */
  pixels: number;
  isSwipe: boolean;
}

/**
 * What an element needs to be swiped to the left by a finger; it follows, and comes back.
 *
 * @param swiped left out where nothing would come of it
 */
export function useSwipe(swiped: (() => void) | undefined) {
  const swipe = useRef<Swipe>(undefined);
  const follow = (element: HTMLElement, pixels: number) => {
    element.style.transform = pixels > 0 ? `translateX(${-pixels}px)` : "";
    element.toggleAttribute("data-swiped", pixels >= FAR_PIXELS);
  };
  const end = (event: PointerEvent<HTMLElement>) => {
    if (!swipe.current) return;
    const isFar = swipe.current.isSwipe && swipe.current.pixels >= FAR_PIXELS;
    swipe.current = undefined;
    follow(event.currentTarget, 0);
    if (isFar && event.type === "pointerup") swiped?.();
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const isAlone = event.pointerType === "touch" && event.isPrimary;
      swipe.current = swiped && isAlone ? { x: event.clientX, y: event.clientY, pixels: 0, isSwipe: false } : undefined;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { current } = swipe;
      if (!current) return;
      const pixels = current.x - event.clientX;
      const across = Math.abs(event.clientY - current.y);
      if (!current.isSwipe && Math.max(Math.abs(pixels), across) < DECIDED_PIXELS) return;
      if (!current.isSwipe && (pixels <= 0 || across > pixels)) {
        swipe.current = undefined;
        return;
      }
      current.isSwipe = true;
      current.pixels = Math.min(FOLLOWS_PIXELS_MAX, Math.max(0, pixels));
      follow(event.currentTarget, current.pixels);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
