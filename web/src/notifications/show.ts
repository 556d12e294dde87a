import { go } from "../live/address.ts";
import { canNotify } from "./setting.ts";

interface Shown {
  title: string;
  body: string;
  /** Of several with the same, the newest stays. */
  tag: string;
  /** The address within the app to go to when somebody taps it. */
  path: string;
}

/**
 * Shows a notification of the device: through the service worker where there is one, which leads into the app also when
 * its window is gone. The sound is ours, so the device makes none.
 */
export async function showNotification({ title, body, tag, path }: Shown): Promise<void> {
  if (Notification.permission !== "granted") return;
  const options = { body, tag, icon: "/icon-192.png", silent: true, data: { path } };
  const registration = await worker();
  if (registration) {
    await registration.showNotification(title, options);
    return;
  }
  const shown = new Notification(title, options);
  shown.onclick = () => {
    window.focus();
    go(path);
    shown.close();
  };
}

/** Takes down what is shown with these tags. */
export async function closeNotifications(tags: ReadonlySet<string>): Promise<void> {
  if (!canNotify() || Notification.permission !== "granted") return;
  const shown = (await (await worker())?.getNotifications()) ?? [];
  for (const notification of shown) if (tags.has(notification.tag)) notification.close();
}

async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  return "serviceWorker" in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

/** Goes where the service worker says that somebody has tapped; returns how to stop. */
export function followTaps(): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const told = ({ data }: MessageEvent) => {
    const { go: path } = (data ?? {}) as { go?: unknown };
    if (typeof path === "string" && path.startsWith("/")) go(path);
  };
  navigator.serviceWorker.addEventListener("message", told);
  return () => navigator.serviceWorker.removeEventListener("message", told);
}
