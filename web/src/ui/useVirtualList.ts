import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState, type RefObject } from "react";
import { Heights, placeAt, spanAround, type Span } from "./spans.ts";

/** So near to the end that one is taken to look at the last row. */
const AT_END_PIXELS = 60;

/** So much is drawn above and below what is in view. */
const OVERSCAN_PIXELS = 1_000;

/** The next rows are drawn when this little of them is left. */
const LEFT_PIXELS = 400;

/** The height of a view that has not been measured yet. */
const VIEW_GUESS_PIXELS = 900;

/** A row, and how far its upper edge is below the view's. */
interface Seen {
  key: string;
  offset: number;
}

export interface VirtualList<L extends HTMLElement> {
  /** The element that scrolls; it must be positioned. */
  scroller: RefObject<HTMLDivElement | null>;
  /** The element whose children are the rows, each with its key in `data-key`. */
  list: RefObject<L | null>;
  /** The rows to draw. */
  span: Span;
  /** To be called when somebody scrolls. */
  scrolled: () => void;
  isAtEnd: () => boolean;
  toEnd: () => void;
  /** Brings a row into the middle of the view. */
  toRow: (key: string) => void;
}

/**
 * Draws of a long list what is in view and a little more, and keeps what somebody looks at where it is while rows come,
 * go and change their height above and below.
 *
 * @param keys of all rows
 * @param keepsToEnd whether the list begins at its end, and stays there while rows come
 * @param guessPixels about the height of a row
 */
export function useVirtualList<L extends HTMLElement>(
  keys: readonly string[],
  keepsToEnd: boolean,
  guessPixels: number,
): VirtualList<L> {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<L>(null);
  const [view] = useState(() => new View(keepsToEnd, guessPixels));
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const span = view.span(keys);

  const settle = useCallback(() => {
    if (!scroller.current || !list.current) return;
    view.measure(scroller.current, list.current);
    view.settle(scroller.current, list.current, keepsToEnd);
    // What was drawn for the first time may be lower than it was taken to be.
    if (view.needsOthers(scroller.current, list.current, span, keys.length)) drawAgain();
  }, [view, span, keys, keepsToEnd]);

  useLayoutEffect(settle);
  useEffect(() => {
    // Pictures and fonts that come late, a phone's keyboard, a window made smaller.
    const observer = new ResizeObserver(settle);
    if (scroller.current) observer.observe(scroller.current);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, [settle]);

  const scrolled = useCallback(() => {
    if (!scroller.current || !list.current) return;
    view.look(scroller.current, list.current, keys, keepsToEnd);
    if (view.needsOthers(scroller.current, list.current, span, keys.length)) drawAgain();
  }, [view, span, keys, keepsToEnd]);
  const toEnd = useCallback(() => {
    view.toEnd();
    drawAgain();
  }, [view]);
  const toRow = useCallback(
    (key: string) => {
      view.toRow(key);
      drawAgain();
    },
    [view],
  );
  const isAtEnd = useCallback(() => view.atEnd, [view]);
  return { scroller, list, span, scrolled, isAtEnd, toEnd, toRow };
}

/** Where somebody is in the list. It says so by rows and not by pixels, which change. */
class View {
  private seen: Seen[] = [];
  private readonly heights: Heights;
  private heightPixels = VIEW_GUESS_PIXELS;

  constructor(
    public atEnd: boolean,
    guessPixels: number,
  ) {
    this.heights = new Heights(guessPixels);
  }

  span(keys: readonly string[]): Span {
    return spanAround(keys, this.heights, this.placeIn(keys), this.heightPixels, OVERSCAN_PIXELS);
  }

  toEnd(): void {
    this.atEnd = true;
  }

  toRow(key: string): void {
    this.atEnd = false;
    this.seen = [{ key, offset: (this.heightPixels - this.heights.of(key)) / 2 }];
  }

  measure(scroller: HTMLElement, list: HTMLElement): void {
    this.heightPixels = scroller.clientHeight;
    for (const row of rowsOf(list)) this.heights.set(row.dataset.key ?? "", row.offsetHeight);
  }

  /** Scrolls to where what was looked at is now. */
  settle(scroller: HTMLElement, list: HTMLElement, keepsToEnd: boolean): void {
    if (!this.atEnd) this.toSeen(scroller, list);
    this.atEnd = keepsToEnd && (this.atEnd || isNearEnd(scroller));
    if (this.atEnd) scroller.scrollTop = scroller.scrollHeight;
  }

  private toSeen(scroller: HTMLElement, list: HTMLElement): void {
    for (const { key, offset } of this.seen) {
      const row = list.querySelector<HTMLElement>(`:scope > [data-key="${CSS.escape(key)}"]`);
      if (!row) continue;
      const top = Math.round(row.offsetTop - offset);
      if (Math.abs(scroller.scrollTop - top) >= 1) scroller.scrollTop = top;
      return;
    }
  }

  /** Remembers what is looked at. */
  look(scroller: HTMLElement, list: HTMLElement, keys: readonly string[], keepsToEnd: boolean): void {
    const { scrollTop, clientHeight } = scroller;
    this.atEnd = keepsToEnd && isNearEnd(scroller);
    const rows = rowsOf(list);
    const seen: Seen[] = [];
    for (const row of rows.slice(firstBelow(rows, scrollTop))) {
      const offset = row.offsetTop - scrollTop;
      if (offset > clientHeight) break;
      seen.push({ key: row.dataset.key ?? "", offset });
    }
    // Somebody has gone so far at once that nothing of what is there now has been drawn.
    const key = keys[placeAt(keys, this.heights, scrollTop - list.offsetTop)];
    this.seen = seen.length > 0 || key === undefined ? seen : [{ key, offset: 0 }];
  }

  /** Whether what is drawn ends too near to what is in view. */
  needsOthers(scroller: HTMLElement, list: HTMLElement, span: Span, count: number): boolean {
    const rows = rowsOf(list);
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return count > 0;
    const { scrollTop, clientHeight } = scroller;
    const lacksAbove = span.from > 0 && first.offsetTop > scrollTop - LEFT_PIXELS;
    const lacksBelow = span.to < count && bottomOf(last) < scrollTop + clientHeight + LEFT_PIXELS;
    return lacksAbove || lacksBelow;
  }

  /** The place of the row at the upper edge of the view; the number of rows at the end. */
  private placeIn(keys: readonly string[]): number {
    if (this.atEnd) return keys.length;
    for (const { key, offset } of this.seen) {
      let place = keys.indexOf(key);
      if (place < 0) continue;
      for (let pixels = offset; place > 0 && pixels > 0; place--) pixels -= this.heights.of(keys[place - 1] ?? "");
      return place;
    }
    return 0;
  }
}

function isNearEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < AT_END_PIXELS;
}

function rowsOf(list: HTMLElement): HTMLElement[] {
  return ([...list.children] as HTMLElement[]).filter((row) => row.dataset.key !== undefined);
}

function bottomOf(row: HTMLElement): number {
  return row.offsetTop + row.offsetHeight;
}

/** The place of the first row that ends below the upper edge; rows stand in order, so halving finds it. */
function firstBelow(rows: readonly HTMLElement[], top: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && bottomOf(row) <= top) low = middle + 1;
    else high = middle;
  }
  return low;
}
