import type { Text } from "../i18n/language.ts";
import { Refused, Unreachable } from "./homeserver.ts";
import { PasswordWrong } from "./password.ts";

/** A sentence about what went wrong that says what to do. */
export function problem(text: Text, error: unknown): string {
  if (error instanceof Unreachable) return text.errors.unreachable;
  if (error instanceof PasswordWrong) return text.errors.passwordWrong;
  const { code, retryAfterMillis } = refusalIn(error);
  switch (code) {
    case "M_USER_IN_USE":
      return text.errors.userTaken;
    case "M_INVALID_USERNAME":
      return text.errors.userInvalid;
    case "M_WEAK_PASSWORD":
      return text.errors.passwordWeak;
    case "M_LIMIT_EXCEEDED":
      return text.errors.tooMany(Math.max(1, Math.ceil(retryAfterMillis / 1000)));
    case "M_FORBIDDEN":
    case "M_UNAUTHORIZED":
      return text.errors.forbidden;
    case "M_NOT_FOUND":
      return text.errors.notFound;
    case "M_TOO_LARGE":
      return text.errors.tooLarge;
    case "":
      return text.errors.unreachable;
    default:
      // What the server says is for developers, and in English.
      return text.errors.other;
  }
}

/** The refusal in an error of ours or of the SDK; without a code where the server did not answer. */
function refusalIn(error: unknown): { code: string; retryAfterMillis: number } {
  if (error instanceof Refused) {
    return { code: error.code, retryAfterMillis: error.retryAfterMillis };
  }
  const { errcode, data } = error as { errcode?: string; data?: { retry_after_ms?: number } };
  return { code: errcode ?? "", retryAfterMillis: data?.retry_after_ms ?? 0 };
}
