/**
 * What opens a file that was encrypted before it was uploaded, as an encrypted message carries it (Matrix, "Sending
 * encrypted attachments").
 */
export interface Secret {
  /** 256 bits for AES-CTR, as base64url. */
  key: string;
  /** The counter's beginning, 16 bytes, as base64. */
  iv: string;
  /** SHA-256 of what lies at the server, as base64. */
  sha256: string;
}

const AES = "AES-CTR";
const COUNTER_BITS = 64;

/** Reads the secret in a message's `file`; nothing where it is none. */
export function secretIn(file: Record<string, unknown>): Secret | undefined {
  const { k: key } = (file.key ?? {}) as { k?: unknown };
  const { sha256 } = (file.hashes ?? {}) as { sha256?: unknown };
  const { iv } = file;
  const isWhole = typeof key === "string" && typeof iv === "string" && typeof sha256 === "string";
  return isWhole && file.v === "v2" ? { key, iv, sha256 } : undefined;
}

/** The `file` of an encrypted message. */
export function fileContent(url: string, { key, iv, sha256 }: Secret): object {
  const jwk = { kty: "oct", key_ops: ["encrypt", "decrypt"], alg: "A256CTR", k: key, ext: true };
  return { url, key: jwk, iv, hashes: { sha256 }, v: "v2" };
}

export async function encrypted(content: Blob): Promise<{ content: Blob; secret: Secret }> {
  // Half of the counter is drawn by chance; the other half counts, so that no value comes twice.
  const counter = new Uint8Array(16);
  crypto.getRandomValues(counter.subarray(0, 8));
  const key = await crypto.subtle.generateKey({ name: AES, length: 256 }, true, ["encrypt", "decrypt"]);
  const bytes = await crypto.subtle.encrypt(algorithm(counter), key, await content.arrayBuffer());
  const { k = "" } = await crypto.subtle.exportKey("jwk", key);
  const secret = { key: k, iv: base64(counter), sha256: base64(await hashOf(bytes)) };
  return { content: new Blob([bytes], { type: "application/octet-stream" }), secret };
}

/** @throws where what came is not what was sent */
export async function decrypted(bytes: ArrayBuffer, { key, iv, sha256 }: Secret): Promise<ArrayBuffer> {
  if (base64(await hashOf(bytes)) !== sha256.replace(/=+$/, ""))
    throw new Error("the file is not the one that was sent");
  const jwk = { kty: "oct", alg: "A256CTR", k: key, ext: true };
  const opened = await crypto.subtle.importKey("jwk", jwk, { name: AES }, false, ["decrypt"]);
  return crypto.subtle.decrypt(algorithm(fromBase64(iv)), opened, bytes);
}

function algorithm(counter: Uint8Array<ArrayBuffer>): AesCtrParams {
  return { name: AES, counter, length: COUNTER_BITS };
}

async function hashOf(bytes: ArrayBuffer): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Without padding, as Matrix has it. */
function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
