import { expect, test } from "vitest";
import { editContent, forwardContent, mentionBegun, mentionedIn, textContent } from "./compose.ts";

const minji = { userId: "@minji:x", name: "민지" };
const junho = { userId: "@junho:x", name: "준호" };

test("only those whose name is still in the text are mentioned", () => {
  expect(mentionedIn("@민지 안녕", [minji, junho, minji])).toEqual(["@minji:x"]);
});

test("an answer mentions whom it answers, never oneself", () => {
  const replyTo = { eventId: "$1", sender: "@junho:x" };
  expect(textContent("네", [], replyTo, "@me:x")).toMatchObject({
    "m.mentions": { user_ids: ["@junho:x"] },
    "m.relates_to": { "m.in_reply_to": { event_id: "$1" } },
  });
  expect(textContent("네", [], replyTo, "@junho:x")).toMatchObject({ "m.mentions": {} });
});

test("an edit says the new text once for new clients and once for old ones", () => {
  expect(editContent("둘", [], "$1")).toMatchObject({
    body: "* 둘",
    "m.new_content": { body: "둘" },
    "m.relates_to": { rel_type: "m.replace", event_id: "$1" },
  });
});

test("what is forwarded takes neither its answer nor its mentions along", () => {
  const original = {
    ...textContent("비밀", ["@minji:x"], { eventId: "$1", sender: "@a:x" }, "@me:x"),
    url: "mxc://a/b",
  };
  expect(forwardContent(original)).toEqual({ msgtype: "m.text", body: "비밀", url: "mxc://a/b", "m.mentions": {} });
});

test("a mention begins at the start or after a space, not within an address", () => {
  expect(mentionBegun("안녕 @민", 5)).toEqual({ from: 3, word: "민" });
  expect(mentionBegun("@", 1)).toEqual({ from: 0, word: "" });
  expect(mentionBegun("a@b", 3)).toBeUndefined();
  expect(mentionBegun("@민지 안녕", 6)).toBeUndefined();
});
