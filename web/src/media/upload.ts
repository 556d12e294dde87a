import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { MatrixError } from "matrix-js-sdk/lib/http-api/errors.js";
import { againInMillis } from "../outbox/retry.ts";
import { homeserver, siteFetch } from "../sites/sites.ts";
import { withProgress } from "../sites/withProgress.ts";

interface Wanted {
  /** What it is called; left out where nobody should learn it. */
  name?: string;
  signal?: AbortSignal;
  /** Is called with how much has gone, from 0 to 1. */
  progressed?: (share: number) => void;
}

/**
 * Uploads until a site has taken or refused it, as messages are sent: a photo comes back in the same time as text. A
 * defect of the server ends it, too: a large file would go up for nothing, over and over.
 *
 * @returns its mxc:// address
 */
export async function upload(client: MatrixClient, blob: Blob, wanted: Wanted): Promise<string> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await uploadOnce(client, blob, wanted);
    } catch (e) {
      const millis = againInMillis(e, attempts);
      if (millis < 0 || isDefect(e) || wanted.signal?.aborted) throw e;
      console.warn("uploaded again", e);
      await pause(millis, wanted.signal);
    }
  }
}

/** Uploads now or not at all; every site may be asked. */
export async function uploadOnce(client: MatrixClient, blob: Blob, wanted: Wanted = {}): Promise<string> {
  const { name, signal, progressed = () => undefined } = wanted;
  const query = name === undefined ? "" : `?filename=${encodeURIComponent(name)}`;
  const response = await siteFetch(
    `${homeserver}/_matrix/media/v3/upload${query}`,
    {
      method: "POST",
      headers: {
        "Content-Type": blob.type || "application/octet-stream",
        Authorization: `Bearer ${client.getAccessToken() ?? ""}`,
      },
      body: blob,
      ...(signal && { signal }),
    },
    withProgress(progressed),
  );
  const body = (await response.json().catch(() => ({}))) as { content_uri?: string };
  if (response.ok && body.content_uri !== undefined) return body.content_uri;
  throw new MatrixError(body, response.status, undefined, undefined, response.headers);
}

function isDefect(e: unknown): boolean {
  return e instanceof MatrixError && e.httpStatus === 500;
}

/** Ends early when whoever waits has lost interest. */
function pause(millis: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
