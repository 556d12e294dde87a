/** Who is in the chat that is filled, and what it is called. */
export const FILLED = { localpart: "minji-bench", name: "김민지", chat: "아주 긴 대화" };

export function print(what: string, value: object | string): void {
  const words = typeof value === "string" ? value : Object.entries(value).map(([name, number]) => `${name} ${number}`);
  console.log(`${what}: ${String(words).replaceAll(",", ", ")}`);
}
