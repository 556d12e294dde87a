import { expect, test } from "vitest";
import { decrypted, encrypted, fileContent, secretIn } from "./encrypted.ts";

test("a file comes back as it was, by what its message carries", async () => {
  const { content, secret } = await encrypted(new Blob(["봉수대에 불이 올랐다"]));
  const bytes = await content.arrayBuffer();
  expect(new TextDecoder().decode(bytes)).not.toContain("봉수");
  const carried = secretIn(fileContent("mxc://a/b", secret) as Record<string, unknown>);
  expect(carried).toEqual(secret);
  expect(new TextDecoder().decode(await decrypted(bytes, secret))).toBe("봉수대에 불이 올랐다");
});

test("a file that was changed on its way is refused", async () => {
  const { content, secret } = await encrypted(new Blob(["사진"]));
  const bytes = new Uint8Array(await content.arrayBuffer());
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await expect(decrypted(bytes.buffer, secret)).rejects.toThrow("not the one that was sent");
});

test("what another client has encrypted opens, and what is no secret is none", async () => {
  // From the specification's own example of a key: the content here is four bytes of our making.
  const secret = { key: "qcHVMSgYg-71CauWBezXI5qkaRb0LuIy-Wx5kIaHMIA", iv: "X85+XgHN+HEAAAAAAAAAAA", sha256: "" };
  const hash = async (bytes: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))).replace(/=+$/, "");
  const bytes = new Uint8Array([1, 2, 3, 4]).buffer;
  const there = await decrypted(bytes, { ...secret, sha256: await hash(bytes) });
  const back = await decrypted(there, { ...secret, sha256: await hash(there) });
  expect([...new Uint8Array(back)]).toEqual([1, 2, 3, 4]);
  expect(secretIn({})).toBeUndefined();
  expect(secretIn({ key: { k: 1 }, iv: "", hashes: {}, v: "v2" })).toBeUndefined();
  expect(secretIn({ ...fileContent("mxc://a/b", secret), v: "v1" })).toBeUndefined();
});
