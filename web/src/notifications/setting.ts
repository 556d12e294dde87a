import { createStore, useStore } from "../live/store.ts";

/** What somebody wants to hear of on this device. */
export interface Setting {
  on: boolean;
  sound: boolean;
}

const KEPT_AS = "bongsu.notifications";
const setting = createStore<Setting>(kept());

function kept(): Setting {
  try {
    const { on, sound } = JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}") as Partial<Setting>;
    return { on: on === true, sound: sound !== false };
  } catch {
    return { on: false, sound: true };
  }
}

export function notificationSetting(): Setting {
  return setting.get();
}

export function useNotificationSetting(): Setting {
  return useStore(setting);
}

export function changeNotificationSetting(change: Partial<Setting>): void {
  const changed = { ...setting.get(), ...change };
  localStorage.setItem(KEPT_AS, JSON.stringify(changed));
  setting.set(changed);
}

/** Whether the browser has notifications at all: some only have them for installed apps. */
export function canNotify(): boolean {
  return "Notification" in window;
}

/** Asks the person through the browser, where that has not been done; says whether they allow it. */
export async function allowed(): Promise<boolean> {
  return canNotify() && (await Notification.requestPermission()) === "granted";
}
