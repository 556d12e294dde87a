import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { siteFetch } from "../sites/sites.ts";
import type { StoredFile } from "./attachment.ts";
import { decrypted } from "./encrypted.ts";

type Wanted = Pick<StoredFile, "mxc" | "secret">;

/** Fetches a file with the access token, which an address in a page cannot carry, and opens it where it is encrypted. */
export async function fetchFile(client: MatrixClient, { mxc, secret }: Wanted, type: string): Promise<Blob> {
  const address = client.mxcUrlToHttp(mxc, undefined, undefined, undefined, false, true, true);
  if (address === null) throw new Error("no such file");
  const response = await siteFetch(address, { headers: { Authorization: `Bearer ${client.getAccessToken() ?? ""}` } });
  if (!response.ok) throw new Error(`file not there: ${response.status}`);
  const bytes = await response.arrayBuffer();
  return new Blob([secret ? await decrypted(bytes, secret) : bytes], { type });
}

/** By then the browser has taken the file over. */
const TAKEN_MILLIS = 60_000;

/** Hands a file to the browser to keep, never to open: what it is, only its sender has said. */
export async function download(client: MatrixClient, file: Wanted, name: string): Promise<void> {
  save(await fetchFile(client, file, "application/octet-stream"), name);
}

/** Hands something that is here already to the browser to keep. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), TAKEN_MILLIS);
}
