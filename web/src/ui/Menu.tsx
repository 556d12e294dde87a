import { useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";
import styles from "./Menu.module.css";
import { usePressBeside } from "./usePressBeside.ts";

/** A place in the window. */
export interface Point {
  x: number;
  y: number;
}

/** Where a press on a button opens its menu; nothing for a finger, which gets a sheet. */
export function pointOf({ currentTarget }: MouseEvent<HTMLElement>): Point | undefined {
  if (window.matchMedia("(pointer: coarse)").matches) return undefined;
  const { left, bottom } = currentTarget.getBoundingClientRect();
  return { x: left, y: bottom };
}

/** So far from the window's edge a menu stays. */
const MARGIN_PIXELS = 8;

interface Props {
  title: string;
  /** Where a mouse has pressed; without that it is a sheet from below, as phones have them. */
  at: Point | undefined;
  onClose: () => void;
  children: ReactNode;
  isWide?: boolean;
}

/** What can be done with something: at the pointer, or on a sheet from below. Arrow keys go through it. */
export function Menu({ title, at, onClose, children, isWide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { onPointerDown, onInput, pressedBeside } = usePressBeside();
  // It has a size from the moment that it is open.
  useLayoutEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
    if (at && dialog.current) putAt(dialog.current, at);
  });
  const pressed = (event: KeyboardEvent<HTMLDialogElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button, a")];
    const now = buttons.findIndex((one) => one === document.activeElement);
    buttons[(now + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <dialog
      ref={dialog}
      className={`${at ? styles.menu : styles.sheet} ${isWide ? styles.wide : ""}`}
      aria-label={title}
      onClose={onClose}
      onKeyDown={pressed}
      onPointerDown={onPointerDown}
      onInput={onInput}
      onClick={(event) => pressedBeside(event) && onClose()}
      // A second right click beside it closes it, as menus do.
      onContextMenu={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.content}>{children}</div>
    </dialog>
  );
}

/** One thing to do; what cannot be undone looks it. */
export function MenuItem({
  icon,
  name,
  isDanger = false,
  onClick,
}: {
  icon: IconName;
  name: string;
  isDanger?: boolean;
  onClick: () => void;
}) {
  return (
    <button type="button" className={`${styles.item} ${isDanger ? styles.danger : ""}`} onClick={onClick}>
      <Icon name={icon} />
      {name}
    </button>
  );
}

/** Below and to the right of the pointer, and within the window. */
function putAt(menu: HTMLElement, { x, y }: Point): void {
  const { offsetWidth, offsetHeight } = menu;
  const right = window.innerWidth - offsetWidth - MARGIN_PIXELS;
  const bottom = window.innerHeight - offsetHeight - MARGIN_PIXELS;
  menu.style.left = `${Math.max(MARGIN_PIXELS, Math.min(x, right))}px`;
  menu.style.top = `${Math.max(MARGIN_PIXELS, Math.min(y, bottom))}px`;
}
