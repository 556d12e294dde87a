import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { expect, test } from "vitest";
import { fileContent } from "./encrypted.ts";
import { filesOnlyIn } from "./filesOnlyIn.ts";

const secret = { key: "a", iv: "b", sha256: "c" };

function message(id: string, content: Record<string, unknown>): MatrixEvent {
  return { getId: () => id, getContent: () => content } as unknown as MatrixEvent;
}

function clientWith(...events: MatrixEvent[]) {
  const room = { getLiveTimeline: () => ({ getEvents: () => events }) };
  return { getRooms: () => [room] } as unknown as Parameters<typeof filesOnlyIn>[0];
}

test("an encrypted file and its preview go with their message", () => {
  const sent = message("$1", {
    file: fileContent("mxc://a/photo", secret),
    info: { thumbnail_file: fileContent("mxc://a/preview", secret) },
  });
  expect(filesOnlyIn(clientWith(sent), sent)).toEqual(["mxc://a/photo", "mxc://a/preview"]);
});

test("a forwarded file stays", () => {
  const content = { file: fileContent("mxc://a/photo", secret) };
  const sent = message("$1", content);
  expect(filesOnlyIn(clientWith(sent, message("$2", content)), sent)).toEqual([]);
});

test("what the server sees is the server's to decide", () => {
  const sent = message("$1", { url: "mxc://a/photo" });
  expect(filesOnlyIn(clientWith(sent), sent)).toEqual([]);
});
