/** What this device is known by to the server. */
export interface Credentials {
  userId: string;
  deviceId: string;
  accessToken: string;
}

const KEPT_AS = "bongsu.credentials";

export function keptCredentials(): Credentials | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null") as Partial<Credentials> | null;
    return kept?.userId && kept.deviceId && kept.accessToken ? (kept as Credentials) : undefined;
  } catch {
    return undefined;
  }
}

export function keepCredentials(credentials: Credentials): void {
  localStorage.setItem(KEPT_AS, JSON.stringify(credentials));
}

export function forgetCredentials(): void {
  localStorage.removeItem(KEPT_AS);
}
