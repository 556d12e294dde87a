import { MatrixError, safeGetRetryAfterMs } from "matrix-js-sdk/lib/http-api/errors.js";

const FIRST_MILLIS = 500;
const MILLIS_MAX = 4_000;

/** What is known of an attempt that has failed: the SDK's error. */
interface Failed {
  httpStatus?: number;
  /** How long the server wants to be left alone. */
  retryAfterMillis?: number;
}

/**
 * How long to wait before a message is sent again: for as long as nobody has refused it, it is. −1 where somebody has.
 *
 * @param attempts that have failed, at least 1
 */
export function retryMillis(
  { httpStatus = 0, retryAfterMillis = 0 }: Failed,
  attempts: number,
  chance: number,
): number {
  if (httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429) return -1;
  const grown = Math.min(FIRST_MILLIS * 2 ** (attempts - 1), MILLIS_MAX);
  return Math.max(retryAfterMillis, grown * (0.75 + chance / 2));
}

/** The pause before something is sent again, by the error of the last attempt; −1 if it was refused. */
export function againInMillis(error: unknown, attempts: number): number {
  const httpStatus = error instanceof MatrixError ? error.httpStatus : undefined;
  const retryAfterMillis = safeGetRetryAfterMs(error, 0);
  return retryMillis({ ...(httpStatus !== undefined && { httpStatus }), retryAfterMillis }, attempts, Math.random());
}
