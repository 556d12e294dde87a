import { useRef, type InputEvent, type MouseEvent, type PointerEvent } from "react";

/**
 * What a dialog needs to be closed by a press beside it: one that began there, too, because a finger that has opened
 * the dialog is lifted beside it, and a mouse that marks words may leave it. It closes nothing in which somebody has
 * written: that would be lost.
 */
export function usePressBeside() {
  const began = useRef(false);
  const written = useRef(false);
  return {
    onPointerDown: (event: PointerEvent) => {
      began.current = event.target === event.currentTarget;
    },
    onInput: (event: InputEvent) => {
      const isSearch = event.target instanceof HTMLInputElement && event.target.type === "search";
      if (!isSearch) written.current = true;
    },
    pressedBeside: (event: MouseEvent) => event.target === event.currentTarget && began.current && !written.current,
  };
}
