import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from "react";

/** So near to the end that one is taken to look at the newest message. */
const AT_END_PIXELS = 60;

interface Position {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<HTMLDivElement | null>;
  /** To be called when somebody scrolls. */
  scrolled: () => void;
  isAtEnd: () => boolean;
  toEnd: () => void;
}

/**
 * Keeps what somebody looks at where it is while rows come and go above and below; at the end, keeps to the end.
 * Rows are the children of the list and carry their name in `data-key`.
 *
 * @param rows changes whenever the rows do
 */
export function useStablePosition(rows: unknown): Position {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const looking = useRef<{ key: string; offset: number }>(undefined);

  const toEnd = useCallback(() => {
    atEnd.current = true;
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, []);

  const scrolled = useCallback(() => {
    const view = scroller.current;
    if (!view || !list.current) return;
    atEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight < AT_END_PIXELS;
    const row = firstBelow(list.current, view.scrollTop);
    looking.current = row && { key: row.dataset.key ?? "", offset: row.offsetTop - view.scrollTop };
  }, []);

  const settle = useCallback(() => {
    const view = scroller.current;
    if (!view || !list.current) return;
    if (atEnd.current) {
      toEnd();
    } else if (looking.current) {
      const { key, offset } = looking.current;
      const row = list.current.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
      if (row) view.scrollTop = row.offsetTop - offset;
    }
  }, [toEnd]);

  useLayoutEffect(settle, [settle, rows]);
  useEffect(() => {
    // Fonts that come late, a phone's keyboard, a window made smaller.
    const observer = new ResizeObserver(settle);
    if (scroller.current) observer.observe(scroller.current);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, [settle]);

  return { scroller, list, scrolled, isAtEnd: useCallback(() => atEnd.current, []), toEnd };
}

/** The first row that ends below the upper edge; rows stand in order, so halving finds it. */
function firstBelow(list: HTMLElement, top: number): HTMLElement | undefined {
  const rows = list.children;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle] as HTMLElement;
    if (row.offsetTop + row.offsetHeight <= top) low = middle + 1;
    else high = middle;
  }
  return rows[low] as HTMLElement | undefined;
}
