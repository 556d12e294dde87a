import { homeserver, siteFetch } from "../sites/sites.ts";
import type { Credentials } from "./credentials.ts";

/*
 * What is asked of the server before somebody is signed in: a few requests without the SDK, which is large and is
 * loaded afterwards.
 */

/** The server refused, and why: Matrix's error code. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryAfterMillis: number,
  ) {
    super(message);
  }
}

/** The server did not answer. */
export class Unreachable extends Error {}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

const ANSWER_WITHIN_MILLIS = 20_000;

/** What the server asks of who wants to sign up. */
export type SignUpTerms = "open" | "invitation" | "closed";

export interface NewAccount {
  user: string;
  password: string;
  displayName: string;
  /** The code that the operator has given out; empty where none is asked for. */
  invitation: string;
}

export async function signIn(user: string, password: string): Promise<Credentials> {
  const { body } = await post("/login", {
    type: "m.login.password",
    identifier: { type: "m.id.user", user: user.trim() },
    password,
    initial_device_display_name: deviceName(),
  });
  return credentialsOf(body);
}

export async function signUpTerms(): Promise<SignUpTerms> {
  try {
    const { body } = await ask("POST", "/register", {});
    const flows = JSON.stringify(body.flows ?? []);
    return flows.includes("m.login.registration_token") ? "invitation" : "open";
  } catch (e) {
    if (e instanceof Refused && e.code === "M_FORBIDDEN") return "closed";
    throw e;
  }
}

export async function signUp(account: NewAccount): Promise<Credentials> {
  const wanted = {
    username: account.user.trim().toLowerCase(),
    password: account.password,
    initial_device_display_name: deviceName(),
  };
  const first = await ask("POST", "/register", wanted);
  const proof =
    account.invitation === ""
      ? { type: "m.login.dummy" }
      : { type: "m.login.registration_token", token: account.invitation.trim() };
  const { body } =
    first.status === 401
      ? await post("/register", { ...wanted, auth: { ...proof, session: first.body.session } })
      : first;
  const credentials = credentialsOf(body);
  await nameYourself(credentials, account.displayName.trim());
  return credentials;
}

/** The account is there whether or not its name can be set now, so a failure here is none of signing up. */
async function nameYourself({ userId, accessToken }: Credentials, displayname: string): Promise<void> {
  if (displayname === "") return;
  const path = `/profile/${encodeURIComponent(userId)}/displayname`;
  await ask("PUT", path, { displayname }, accessToken).catch((e: unknown) => console.warn("name not set", e));
}

function deviceName(): string {
  const { userAgent } = navigator;
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(userAgent)?.[0] ?? "Web";
  const browser = /Edg|Firefox|SamsungBrowser|Chrome|Safari/.exec(userAgent)?.[0] ?? "Browser";
  return `Bongsu (${browser === "Edg" ? "Edge" : browser}, ${system === "Mac OS" ? "macOS" : system})`;
}

function credentialsOf(body: Record<string, unknown>): Credentials {
  const { user_id, device_id, access_token } = body;
  if (typeof user_id !== "string" || typeof device_id !== "string" || typeof access_token !== "string") {
    throw new Refused("M_UNKNOWN", "the server's answer has no account in it", 0);
  }
  return { userId: user_id, deviceId: device_id, accessToken: access_token };
}

/** Asks, and takes the demand for another step of authentication as a refusal. */
async function post(path: string, body: object): Promise<Answer> {
  const answer = await ask("POST", path, body);
  if (answer.status === 401) throw refusal(answer);
  return answer;
}

/** @returns an answer with status 2xx, or with 401 where a step of authentication is asked for */
async function ask(method: string, path: string, body: object, token?: string): Promise<Answer> {
  let response: Response;
  try {
    response = await siteFetch(`${homeserver}/_matrix/client/v3${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MILLIS),
    });
  } catch (e) {
    throw new Unreachable("no answer", { cause: e });
  }
  const answer = { status: response.status, body: await bodyOf(response) };
  const oneMoreStep = answer.status === 401 && Array.isArray(answer.body.flows) && answer.body.errcode === undefined;
  if (response.ok || oneMoreStep) return answer;
  if (response.status >= 500) throw new Unreachable(`status ${response.status}`);
  throw refusal(answer);
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function refusal({ body }: Answer): Refused {
  const { errcode, error, retry_after_ms } = body;
  return new Refused(
    typeof errcode === "string" ? errcode : "M_UNKNOWN",
    typeof error === "string" ? error : "",
    typeof retry_after_ms === "number" ? retry_after_ms : 0,
  );
}
