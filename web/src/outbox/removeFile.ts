import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { MatrixError } from "matrix-js-sdk/lib/http-api/errors.js";
import { againInMillis } from "./retry.ts";
import { homeserver, siteFetch } from "../sites/sites.ts";

/** Asks until a site has deleted it (MSC4322), or refused: then it is somebody else's, or unknown. */
export async function removeFile(client: MatrixClient, mxc: string): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      await removeOnce(client, mxc);
      return;
    } catch (e) {
      const millis = againInMillis(e, attempts);
      if (millis < 0) {
        console.warn("a file was not deleted", e);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, millis));
    }
  }
}

async function removeOnce(client: MatrixClient, mxc: string): Promise<void> {
  const media = mxc.slice("mxc://".length);
  const response = await siteFetch(`${homeserver}/_matrix/client/unstable/uk.timedout.msc4322/media/redact/${media}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${client.getAccessToken() ?? ""}` },
  });
  if (response.ok) return;
  const body = (await response.json().catch(() => ({}))) as object;
  throw new MatrixError(body, response.status, undefined, undefined, response.headers);
}
