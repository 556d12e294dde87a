import type { Browser, BrowserContextOptions, Page } from "@playwright/test";

const PASSWORD = "correct-봉수-password";

interface Signed {
  user_id: string;
  device_id: string;
  access_token: string;
}

interface UploadedFile {
  name: string;
  type: string;
  content: Buffer;
}

let made = 0;

/** Somebody with an account, who acts over the API; `open` gives them a browser. */
export class Person {
  private constructor(
    readonly url: string,
    readonly name: string,
    readonly localpart: string,
    private readonly signed: Signed,
  ) {}

  /** Makes an account with a name that no other test has. */
  static async register(url: string, localpart: string, name: string): Promise<Person> {
    const username = `${localpart}${process.pid.toString(36)}${(made++).toString(36)}`;
    return Person.registerAs(url, username, name);
  }

  static async registerAs(url: string, username: string, name: string): Promise<Person> {
    const wanted = { username, password: PASSWORD, auth: { type: "m.login.dummy" } };
    const signed = await ask<Signed>(url, undefined, "POST", "/register", wanted);
    const person = new Person(url, name, username, signed);
    await person.ask("PUT", `/profile/${encodeURIComponent(signed.user_id)}/displayname`, { displayname: name });
    return person;
  }

  /** Somebody who has an account already. */
  static async signIn(url: string, username: string, name: string): Promise<Person> {
    const identifier = { type: "m.id.user", user: username };
    const wanted = { type: "m.login.password", identifier, password: PASSWORD };
    return new Person(url, name, username, await ask<Signed>(url, undefined, "POST", "/login", wanted));
  }

  get id(): string {
    return this.signed.user_id;
  }

  get password(): string {
    return PASSWORD;
  }

  ask<T = unknown>(method: string, path: string, body?: object): Promise<T> {
    return ask<T>(this.url, this.signed.access_token, method, path, body);
  }

  /** Makes a chat that all the others have joined. */
  async chatWith(others: Person[], options: object = {}): Promise<string> {
    const { room_id } = await this.ask<{ room_id: string }>("POST", "/createRoom", {
      preset: "trusted_private_chat",
      invite: others.map((other) => other.id),
      ...options,
    });
    for (const other of others) await other.ask("POST", `/join/${encodeURIComponent(room_id)}`, {});
    return room_id;
  }

  /** Makes a chat of two, as a client does. */
  async directChatWith(other: Person): Promise<string> {
    const roomId = await this.chatWith([other], { is_direct: true });
    for (const [one, two] of [
      [this, other],
      [other, this],
    ] as const) {
      const path = `/user/${encodeURIComponent(one.id)}/account_data/m.direct`;
      const known = await one.ask<Record<string, string[]>>("GET", path).catch(() => ({}));
      await one.ask("PUT", path, { ...known, [two.id]: [roomId] });
    }
    return roomId;
  }

  say(roomId: string, body: string, more: object = {}): Promise<string> {
    return this.emit(roomId, "m.room.message", { msgtype: "m.text", body, ...more });
  }

  /** Sends an event of any type. */
  async emit(roomId: string, type: string, content: object): Promise<string> {
    const path = `/rooms/${encodeURIComponent(roomId)}/send/${type}/${crypto.randomUUID()}`;
    const { event_id } = await this.ask<{ event_id: string }>("PUT", path, content);
    return event_id;
  }

  /** What everybody has said in a chat, as the server has it: the oldest first. */
  async messagesIn(roomId: string): Promise<string[]> {
    const path = `/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=100`;
    const { chunk } = await this.ask<{ chunk: { type: string; content: { body?: string } }[] }>("GET", path);
    const messages = chunk.filter(({ type }) => type === "m.room.message");
    return messages.reverse().map(({ content }) => content.body ?? "");
  }

  async react(roomId: string, eventId: string, key: string): Promise<void> {
    await this.emit(roomId, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key } });
  }

  /** Puts a photo or another file into a chat. */
  async send(roomId: string, file: UploadedFile, info: object = {}): Promise<void> {
    await this.say(roomId, file.name, {
      msgtype: file.type.startsWith("image/") ? "m.image" : "m.file",
      url: await this.upload(file),
      info: { mimetype: file.type, size: file.content.length, ...info },
    });
  }

  /** @returns its mxc:// address */
  async upload({ name, type, content }: UploadedFile): Promise<string> {
    const response = await fetch(`${this.url}/_matrix/media/v3/upload?filename=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { "Content-Type": type, Authorization: `Bearer ${this.signed.access_token}` },
      body: new Uint8Array(content),
    });
    return ((await response.json()) as { content_uri: string }).content_uri;
  }

  /** What lies at an mxc:// address. */
  async download(mxc: string): Promise<Buffer> {
    const response = await fetch(`${this.url}/_matrix/client/v1/media/download/${mxc.slice("mxc://".length)}`, {
      headers: { Authorization: `Bearer ${this.signed.access_token}` },
    });
    if (!response.ok) throw new Error(`${mxc}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  async read(roomId: string, eventId: string): Promise<void> {
    await this.ask("POST", `/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`, {});
  }

  async typing(roomId: string, typing: boolean): Promise<void> {
    const path = `/rooms/${encodeURIComponent(roomId)}/typing/${encodeURIComponent(this.id)}`;
    await this.ask("PUT", path, { typing, timeout: 30_000 });
  }

  /** A browser of their own, signed in through the screen for it. */
  async open(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: this.url, ...options });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel(/^(아이디|User name)$/).fill(this.localpart);
    await page.getByLabel(/^(비밀번호|Password)$/).fill(this.password);
    await page.getByRole("button", { name: /^(로그인|Sign in)$/ }).click();
    await page.getByRole("navigation").waitFor();
    return page;
  }
}

async function ask<T>(url: string, token: string | undefined, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}/_matrix/client/v3${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
