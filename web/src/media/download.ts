import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { siteFetch } from "../sites/sites.ts";

/** Fetches a file with the access token, which an address in a page cannot carry. */
export async function fetchFile(client: MatrixClient, mxc: string, type: string): Promise<Blob> {
  const address = client.mxcUrlToHttp(mxc, undefined, undefined, undefined, false, true, true);
  if (address === null) throw new Error("no such file");
  const response = await siteFetch(address, { headers: { Authorization: `Bearer ${client.getAccessToken() ?? ""}` } });
  if (!response.ok) throw new Error(`file not there: ${response.status}`);
  return new Blob([await response.arrayBuffer()], { type });
}

/** By then the browser has taken the file over. */
const TAKEN_MILLIS = 60_000;

/** Hands a file to the browser to keep, never to open: what it is, only its sender has said. */
export async function download(client: MatrixClient, mxc: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await fetchFile(client, mxc, "application/octet-stream"));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), TAKEN_MILLIS);
}
