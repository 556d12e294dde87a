/**
 * React focuses what has autoFocus before a dialog opens, and the browser then what it finds first, which is the way out
 * of it; the attribute tells it otherwise.
 */
export function focusedInDialog(element: HTMLElement | null): void {
  element?.setAttribute("autofocus", "");
}
