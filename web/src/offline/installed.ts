import { createStore, useStore } from "../live/store.ts";

/** A newer version of the app, ready and waiting. */
const newer = createStore<ServiceWorker | undefined>(undefined);

/** Keeps the app on this device, so that it starts without a network; not while it is developed. */
export function startOffline(): void {
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  const hadWorker = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The new version's page belongs to the new version's files.
    if (hadWorker) window.location.reload();
  });
  navigator.serviceWorker.register("/sw.js").then(watch, (e: unknown) => console.warn("not kept for offline", e));
}

/** @param registration nothing where the browser was told to do without (automation does that) */
function watch(registration: ServiceWorkerRegistration | undefined): void {
  if (!registration) return;
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) newer.set(registration.waiting);
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
}

export function useNewerVersion(): (() => void) | undefined {
  const worker = useStore(newer);
  return worker && (() => worker.postMessage("take over"));
}
