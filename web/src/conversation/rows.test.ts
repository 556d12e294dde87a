import { expect, test } from "vitest";
import { rowsOf, type Entry } from "./rows.ts";

const entry = (key: string, sender: string, at: string, kind: Entry["kind"] = "message"): Entry => ({
  key,
  kind,
  sender,
  sentMillis: new Date(at).getTime(),
});

const shape = (entries: Entry[]) =>
  rowsOf(entries).map((row) =>
    row.kind === "message" ? `${row.key}${row.starts ? " starts" : ""}${row.ends ? " ends" : ""}` : row.kind,
  );

test("neighbours by one person within a minute stand together", () => {
  expect(
    shape([
      entry("1", "a", "2026-11-22T10:00:10"),
      entry("2", "a", "2026-11-22T10:00:20"),
      entry("3", "a", "2026-11-22T10:00:59"),
      entry("4", "a", "2026-11-22T10:01:00"),
      entry("5", "b", "2026-11-22T10:01:01"),
    ]),
  ).toEqual(["day", "1 starts", "2", "3 ends", "4 starts ends", "5 starts ends"]);
});

test("the line above what one has not read parts what would stand together", () => {
  const first = entry("1", "a", "2026-11-22T10:00:10");
  const second = { ...entry("2", "a", "2026-11-22T10:00:20"), isFirstUnread: true };
  expect(shape([first, second])).toEqual(["day", "1 starts ends", "unread", "2 starts ends"]);
  expect(shape([{ ...first, isFirstUnread: true }])).toEqual(["day", "unread", "1 starts ends"]);
  const photos = [first, second].map((one) => ({ ...one, inGrid: true }));
  expect(shape(photos)).toEqual(["day", "1 starts ends", "unread", "2 starts ends"]);
});

test("a day and a notice come between", () => {
  expect(
    shape([
      entry("1", "a", "2026-11-22T23:59:30"),
      entry("2", "a", "2026-11-23T00:00:10"),
      entry("3", "b", "2026-11-23T00:00:12", "notice"),
      entry("4", "a", "2026-11-23T00:00:20"),
    ]),
  ).toEqual(["day", "1 starts ends", "day", "2 starts ends", "notice", "4 starts ends"]);
});

test("notices in a row are one row", () => {
  const notices = ["1", "2", "3"].map((key) => entry(key, key, "2026-11-22T10:00:00", "notice"));
  const rows = rowsOf([...notices, entry("4", "a", "2026-11-22T10:00:01")]);
  expect(rows.map((row) => (row.kind === "notice" ? row.entries.map(({ key }) => key) : row.kind))).toEqual([
    "day",
    ["1", "2", "3"],
    "message",
  ]);
});

test("photos in a row by one person are one grid", () => {
  const photo = (key: string, sender: string) => ({ ...entry(key, sender, "2026-11-22T10:00:00"), inGrid: true });
  const rows = rowsOf([photo("1", "a"), photo("2", "a"), entry("3", "a", "2026-11-22T10:00:01"), photo("4", "b")]);
  const grids = rows.flatMap((row) => (row.kind === "message" ? [[row.key, ...row.more.map(({ key }) => key)]] : []));
  expect(grids).toEqual([["1", "2"], ["3"], ["4"]]);
});

test("nothing makes no rows", () => expect(rowsOf([])).toEqual([]));
