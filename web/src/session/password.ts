import type { UIAuthCallback } from "matrix-js-sdk/lib/interactive-auth.js";

/** The server wants to know the password before it does this. */
export class PasswordNeeded extends Error {}

/** What somebody has typed is not their password. */
export class PasswordWrong extends Error {}

/**
 * Answers the server's question for the password, where there is one.
 *
 * @param password empty where nobody has been asked for it
 * @returns what makes the request; it throws PasswordNeeded or PasswordWrong
 */
export function withPassword<T = void>(userId: string, password: string): UIAuthCallback<T> {
  return async (request) => {
    try {
      return await request(null);
    } catch (e) {
      const session = questionIn(e);
      if (session === undefined) throw e;
      if (password === "") throw new PasswordNeeded();
      const identifier = { type: "m.id.user", user: userId };
      try {
        return await request({ type: "m.login.password", identifier, password, session });
      } catch (second) {
        // Who has answered wrongly is asked again.
        throw questionIn(second) === undefined ? second : new PasswordWrong();
      }
    }
  };
}

/** The session of the server's question; nothing where the error is none. */
function questionIn(error: unknown): string | undefined {
  const { httpStatus, data } = error as { httpStatus?: number; data?: { session?: string; flows?: unknown } };
  return httpStatus === 401 && data?.flows !== undefined ? (data.session ?? "") : undefined;
}
