/** What was sent in one month, in the order in which it was given. */
export interface Month<T> {
  /** The first of them, of which the month is known. */
  millis: number;
  items: T[];
}

export function byMonth<T extends { sentMillis: number }>(items: readonly T[]): Month<T>[] {
  const months: Month<T>[] = [];
  for (const item of items) {
    const last = months.at(-1);
    if (last && isSameMonth(last.millis, item.sentMillis)) last.items.push(item);
    else months.push({ millis: item.sentMillis, items: [item] });
  }
  return months;
}

function isSameMonth(a: number, b: number): boolean {
  const [one, other] = [new Date(a), new Date(b)];
  return one.getFullYear() === other.getFullYear() && one.getMonth() === other.getMonth();
}
