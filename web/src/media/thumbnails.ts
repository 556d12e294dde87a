import { useEffect, useState } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { siteFetch } from "../sites/sites.ts";

/** Pictures kept in memory; the oldest goes when another comes. */
const KEPT_MAX = 400;

const kept = new Map<string, Promise<string | undefined>>();

/**
 * The address of a small square of a picture, or nothing while it is on its way or cannot be had. Pictures need the
 * access token, which an address in a page cannot carry: so they are fetched, and shown from memory.
 */
export function useThumbnail(client: MatrixClient, mxc: string | undefined, sidePixels: number): string | undefined {
  return usePicture(client, mxc, sidePixels, "crop");
}

/** The same for a whole picture, made smaller so that it fits into a square of this side. */
export function useScaled(client: MatrixClient, mxc: string | undefined, sidePixels: number): string | undefined {
  return usePicture(client, mxc, sidePixels, "scale");
}

type Method = "crop" | "scale";

function usePicture(client: MatrixClient, mxc: string | undefined, sidePixels: number, method: Method) {
  const [shown, setShown] = useState<{ of: string; url: string | undefined }>();
  useEffect(() => {
    if (mxc === undefined) return;
    let current = true;
    void thumbnail(client, mxc, sidePixels, method).then((url) => {
      if (current) setShown({ of: mxc, url });
    });
    return () => {
      current = false;
    };
  }, [client, mxc, sidePixels, method]);
  return shown !== undefined && shown.of === mxc ? shown.url : undefined;
}

function thumbnail(client: MatrixClient, mxc: string, sidePixels: number, method: Method): Promise<string | undefined> {
  // Twice as many pixels as on paper: most screens show two to the point.
  const side = sidePixels * 2;
  const address = client.mxcUrlToHttp(mxc, side, side, method, false, true, true);
  if (address === null) return Promise.resolve(undefined);
  const known = kept.get(address);
  if (known) return known;
  const fetched = fetchPicture(address, client.getAccessToken());
  kept.set(address, fetched);
  if (kept.size > KEPT_MAX) dropOldest();
  void fetched.then((url) => {
    // What failed may be there the next time.
    if (url === undefined) kept.delete(address);
  });
  return fetched;
}

async function fetchPicture(address: string, token: string | null): Promise<string | undefined> {
  try {
    const response = await siteFetch(address, { headers: { Authorization: `Bearer ${token ?? ""}` } });
    return response.ok ? URL.createObjectURL(await response.blob()) : undefined;
  } catch {
    return undefined;
  }
}

function dropOldest(): void {
  const [oldest] = kept;
  if (!oldest) return;
  kept.delete(oldest[0]);
  void oldest[1].then((url) => {
    if (url !== undefined) URL.revokeObjectURL(url);
  });
}
