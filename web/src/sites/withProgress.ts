import type { Ask } from "./failover.ts";

/** What has not moved for so long, body or answer, is given up. */
const STILL_MILLIS_MAX = 30_000;

/**
 * As the browser's fetch, for a body that takes a while: says how much of it has gone, which fetch cannot.
 *
 * @param progressed is called with a share from 0 to 1
 */
export function withProgress(progressed: (share: number) => void): Ask {
  return (address, init) =>
    new Promise((resolve, reject) => {
      if (init?.signal?.aborted) {
        reject(init.signal.reason as Error);
        return;
      }
      const request = new XMLHttpRequest();
      init?.signal?.addEventListener("abort", () => request.abort());
      request.open(init?.method ?? "GET", address);
      new Headers(init?.headers).forEach((value, name) => request.setRequestHeader(name, value));
      request.responseType = "blob";
      const watch = () => window.setTimeout(() => request.abort(), STILL_MILLIS_MAX);
      let watching = watch();
      request.upload.onprogress = ({ loaded, total }) => {
        window.clearTimeout(watching);
        watching = watch();
        progressed(total > 0 ? loaded / total : 0);
      };
      request.onloadend = () => window.clearTimeout(watching);
      request.onload = () => {
        const { status, statusText } = request;
        const retryAfter = request.getResponseHeader("Retry-After");
        resolve(
          new Response(request.response as Blob, {
            status,
            statusText,
            headers: retryAfter === null ? {} : { "Retry-After": retryAfter },
          }),
        );
      };
      request.onerror = () => reject(new TypeError("no connection"));
      request.onabort = () => {
        reject(
          (init?.signal?.reason as Error | undefined) ?? new DOMException("the upload stands still", "TimeoutError"),
        );
      };
      request.send(init?.body as XMLHttpRequestBodyInit);
    });
}
