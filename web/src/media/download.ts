import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { SeenFiles } from "../offline/seenFiles.ts";
import { siteFetch } from "../sites/sites.ts";
import type { StoredFile } from "./attachment.ts";
import { decrypted } from "./encrypted.ts";

type Wanted = Pick<StoredFile, "mxc" | "secret">;

/** Fetches a file, and opens it where it is encrypted. */
export async function fetchFile(client: MatrixClient, { mxc, secret }: Wanted, type: string): Promise<Blob> {
  const address = client.mxcUrlToHttp(mxc, undefined, undefined, undefined, false, true, true);
  if (address === null) throw new Error("no such file");
  const content = await fetchContent(client, address);
  return new Blob([secret ? await decrypted(await content.arrayBuffer(), secret) : content], { type });
}

/**
 * What lies at an address of the server, or, where no site answers, what was seen of it before. It is asked for with
 * the access token, which an address in a page cannot carry.
 */
export async function fetchContent(client: MatrixClient, address: string): Promise<Blob> {
  const seen = SeenFiles.of(client);
  const answer = await ask(client, address);
  if (answer?.ok) {
    const content = await answer.blob();
    void seen?.keep(address, content);
    return content;
  }
  if (answer && answer.status < 500 && answer.status !== 429) {
    // What it does not give out any more is shown no more.
    seen?.forget(address).catch((e: unknown) => console.warn("still kept", e));
    throw new Error(`file not there: ${answer.status}`);
  }
  const kept = await seen?.find(address);
  if (!kept) throw new Error("no site answers");
  return kept;
}

async function ask(client: MatrixClient, address: string): Promise<Response | undefined> {
  try {
    return await siteFetch(address, { headers: { Authorization: `Bearer ${client.getAccessToken() ?? ""}` } });
  } catch {
    return undefined;
  }
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
