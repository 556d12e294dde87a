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

test("nothing makes no rows", () => expect(rowsOf([])).toEqual([]));
