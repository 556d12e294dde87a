import { useEffect, useState } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Attachment, StoredFile } from "./attachment.ts";
import { fetchContent, fetchFile } from "./download.ts";
import { isTooLargeToDraw } from "./pictureSize.ts";
import { shownType } from "./useFile.ts";

/** Pictures kept in memory; the oldest goes when another comes. */
const KEPT_MAX = 400;

/** An encrypted picture larger than this is not opened only to be shown small. */
const DECRYPTED_BYTES_MAX = 20 * 1024 * 1024;

const kept = new Map<string, Promise<string | undefined>>();

/**
 * The address of a small square of a picture, or nothing while it is on its way or cannot be had. Pictures need the
 * access token, which an address in a page cannot carry: so they are fetched, and shown from memory.
 */
export function useThumbnail(
  client: MatrixClient | undefined,
  mxc: string | undefined,
  sidePixels: number,
): string | undefined {
  return usePicture(client, mxc, sidePixels, "crop");
}

/** The same for a whole photo or the first picture of a video, made smaller so that it fits into a square. */
export function usePreview(client: MatrixClient, of: Attachment, sidePixels: number): string | undefined {
  const shown = of.preview && (of.secret !== undefined || of.type.startsWith("video/")) ? of.preview : of;
  return usePicture(client, shown.mxc, sidePixels, "scale", shown);
}

type Method = "crop" | "scale";

function usePicture(
  client: MatrixClient | undefined,
  mxc: string | undefined,
  sidePixels: number,
  method: Method,
  stored?: StoredFile,
) {
  const [file, setFile] = useState(stored);
  if (file?.mxc !== stored?.mxc) setFile(stored);
  const [shown, setShown] = useState<{ of: string; url: string | undefined }>();
  useEffect(() => {
    if (!client || mxc === undefined) return;
    let current = true;
    const picture =
      file?.secret === undefined
        ? thumbnail(client, mxc, sidePixels, method)
        : keep(mxc, () => decryptedPicture(client, file));
    void picture.then((url) => {
      if (current) setShown({ of: mxc, url });
    });
    return () => {
      current = false;
    };
  }, [client, mxc, file, sidePixels, method]);
  return shown !== undefined && shown.of === mxc ? shown.url : undefined;
}

function thumbnail(client: MatrixClient, mxc: string, sidePixels: number, method: Method): Promise<string | undefined> {
  // Twice as many pixels as on paper: most screens show two to the point.
  const side = sidePixels * 2;
  const address = client.mxcUrlToHttp(mxc, side, side, method, false, true, true);
  if (address === null) return Promise.resolve(undefined);
  return keep(address, () => fetchPicture(client, address));
}

function keep(name: string, fetchIt: () => Promise<string | undefined>): Promise<string | undefined> {
  const known = kept.get(name);
  if (known) return known;
  const fetched = fetchIt();
  kept.set(name, fetched);
  if (kept.size > KEPT_MAX) dropOldest();
  void fetched.then((url) => {
    // What failed may be there the next time.
    if (url === undefined) kept.delete(name);
  });
  return fetched;
}

/** The server cannot make anything smaller that it cannot read. */
async function decryptedPicture(client: MatrixClient, file: StoredFile): Promise<string | undefined> {
  if ((file.bytes ?? 0) > DECRYPTED_BYTES_MAX) return undefined;
  try {
    const picture = await fetchFile(client, file, shownType(file.type));
    return (await isTooLargeToDraw(picture)) ? undefined : URL.createObjectURL(picture);
  } catch {
    return undefined;
  }
}

async function fetchPicture(client: MatrixClient, address: string): Promise<string | undefined> {
  try {
    return URL.createObjectURL(await fetchContent(client, address));
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
