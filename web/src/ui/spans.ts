/** The rows of a list that are drawn, from the first to before the last, and the room that the others take. */
export interface Span {
  from: number;
  to: number;
  abovePixels: number;
  belowPixels: number;
}

/** Heights are kept for this many rows: more than are ever in a list twice over. */
const KEPT_MAX = 20_000;

/** How high the rows of a list are: as measured, otherwise as high as the others are on average. */
export class Heights {
  private readonly known = new Map<string, number>();
  private sumPixels = 0;

  constructor(private readonly guessPixels: number) {}

  of(key: string): number {
    return this.known.get(key) ?? this.averagePixels();
  }

  set(key: string, pixels: number): void {
    this.sumPixels += pixels - (this.known.get(key) ?? 0);
    this.known.set(key, pixels);
    if (this.known.size <= KEPT_MAX) return;
    const [[oldest, oldPixels] = ["", 0]] = this.known;
    this.known.delete(oldest);
    this.sumPixels -= oldPixels;
  }

  private averagePixels(): number {
    return this.known.size === 0 ? this.guessPixels : this.sumPixels / this.known.size;
  }
}

/**
 * Which rows to draw around one that stands at the upper edge of the view.
 *
 * @param place of the row at the upper edge; the number of rows stands for the end of the list
 * @param viewPixels the height of the view
 * @param overscanPixels so much is drawn before and after the view
 */
export function spanAround(
  keys: readonly string[],
  heights: Heights,
  place: number,
  viewPixels: number,
  overscanPixels: number,
): Span {
  const atEnd = place >= keys.length;
  const above = (atEnd ? viewPixels : 0) + overscanPixels;
  const below = (atEnd ? 0 : viewPixels) + overscanPixels;
  let from = Math.min(place, keys.length);
  for (let pixels = 0; from > 0 && pixels < above; from--) pixels += heights.of(keys[from - 1] ?? "");
  let to = Math.min(place, keys.length);
  for (let pixels = 0; to < keys.length && pixels < below; to++) pixels += heights.of(keys[to] ?? "");
  const sum = (some: readonly string[]) => some.reduce((pixels, key) => pixels + heights.of(key), 0);
  return { from, to, abovePixels: sum(keys.slice(0, from)), belowPixels: sum(keys.slice(to)) };
}

/** The row that stands this far below the beginning of the list; the last one where the list is shorter. */
export function placeAt(keys: readonly string[], heights: Heights, pixels: number): number {
  let bottom = 0;
  for (let place = 0; place < keys.length; place++) {
    bottom += heights.of(keys[place] ?? "");
    if (bottom > pixels) return place;
  }
  return Math.max(0, keys.length - 1);
}
