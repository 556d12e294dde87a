import { useEffect, useRef, useState, type PointerEvent } from "react";
import { moved, PRESSED_SCALE, WHOLE, zoomedAt, type Zoom } from "./zoom.ts";

/** A finger that goes this far wants another picture, or out. */
const SWIPE_PIXELS = 60;
/** Two presses within this time are a double press. */
const DOUBLE_PRESS_MILLIS = 300;
/** A finger that has moved no further has pressed. */
const STILL_PIXELS = 8;

interface Swipes {
  /** -1 for the one before, 1 for the one after. */
  onTurn: (by: 1 | -1) => void;
  onOut: () => void;
}

/** Lets a picture be enlarged by wheel, two fingers or a double press, dragged, and swiped away while it is whole. */
export function useZoom({ onTurn, onOut }: Swipes) {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<Zoom>(WHOLE);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const began = useRef({ x: 0, y: 0, fingers: 0 });
  const pressedMillis = useRef(0);
  const latest = useRef(zoom);
  const become = (next: Zoom) => {
    latest.current = next;
    setZoom(next);
  };
  const sizeOf = () => ({ width: frame.current?.clientWidth ?? 0, height: frame.current?.clientHeight ?? 0 });
  const fromMiddle = (x: number, y: number) => {
    const { left = 0, top = 0, width = 0, height = 0 } = frame.current?.getBoundingClientRect() ?? {};
    return { x: x - left - width / 2, y: y - top - height / 2 };
  };
  const enlarge = (by: number, x?: number, y?: number) => {
    const at = x === undefined || y === undefined ? { x: 0, y: 0 } : fromMiddle(x, y);
    become(zoomedAt(latest.current, by, at, sizeOf()));
  };

  // React listens to wheels passively: the page would scroll or grow as a whole.
  useEffect(() => {
    const view = frame.current;
    const turned = (event: WheelEvent) => {
      event.preventDefault();
      enlarge(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    };
    view?.addEventListener("wheel", turned, { passive: false });
    return () => view?.removeEventListener("wheel", turned);
  });

  const down = (event: PointerEvent<HTMLElement>) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y } = event;
    if (fingers.current.size === 0) began.current = { x, y, fingers: 1 };
    fingers.current.set(event.pointerId, { x, y });
    began.current.fingers = Math.max(began.current.fingers, fingers.current.size);
  };
  const move = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, now);
    if (other) {
      const apart = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y);
      enlarge(apart(now) / Math.max(1, apart(before)), (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else if (latest.current.scale > 1) {
      become(moved(latest.current, now.x - before.x, now.y - before.y, sizeOf()));
    }
  };
  const up = (event: PointerEvent) => {
    if (!fingers.current.delete(event.pointerId) || fingers.current.size > 0) return;
    const x = event.clientX - began.current.x;
    const y = event.clientY - began.current.y;
    if (began.current.fingers > 1) return;
    if (Math.hypot(x, y) < STILL_PIXELS) pressed(event);
    else if (latest.current.scale === 1) swiped(x, y);
  };
  const pressed = (event: PointerEvent) => {
    const isSecond = event.timeStamp - pressedMillis.current < DOUBLE_PRESS_MILLIS;
    pressedMillis.current = isSecond ? 0 : event.timeStamp;
    if (!isSecond) return;
    if (latest.current.scale > 1) become(WHOLE);
    else enlarge(PRESSED_SCALE, event.clientX, event.clientY);
  };
  const swiped = (x: number, y: number) => {
    if (Math.abs(x) > SWIPE_PIXELS && Math.abs(x) > Math.abs(y)) onTurn(x < 0 ? 1 : -1);
    else if (y > SWIPE_PIXELS) onOut();
  };
  const cancel = (event: PointerEvent) => fingers.current.delete(event.pointerId);
  return {
    frame,
    zoom,
    enlarge,
    whole: () => become(WHOLE),
    handlers: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: cancel },
  };
}
