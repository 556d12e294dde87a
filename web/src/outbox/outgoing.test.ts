import { expect, test } from "vitest";
import { changeBy, REDACTION } from "./outgoing.ts";

const roomId = "!room";
const related = (rel_type: string) => ({ "m.relates_to": { rel_type, event_id: "$a" } });

test("deletions, reactions, edits and votes change another event; messages, answers and threads do not", () => {
  const redaction = { roomId, type: REDACTION, content: {}, redacts: "$a" };
  expect(changeBy(redaction, "m.room.message")).toBe("deletion");
  expect(changeBy(redaction, undefined)).toBe("deletion");
  expect(changeBy(redaction, "m.reaction")).toBe("reaction");
  expect(changeBy({ roomId, type: "m.reaction", content: related("m.annotation") }, undefined)).toBe("reaction");
  expect(changeBy({ roomId, type: "m.room.message", content: related("m.replace") }, undefined)).toBe("edit");
  expect(changeBy({ roomId, type: "org.matrix.msc3381.poll.end", content: related("m.reference") }, undefined)).toBe(
    "vote",
  );
  const answer = { "m.relates_to": { "m.in_reply_to": { event_id: "$a" } } };
  for (const content of [{}, answer, related("m.thread")]) {
    expect(changeBy({ roomId, type: "m.room.message", content }, undefined)).toBeUndefined();
  }
});
