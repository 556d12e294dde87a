import { counted } from "./counted.ts";
import type { Text } from "./language.ts";

export const more: Text["more"] = {
  choose: "Choose an item on the left.",
};

export const status: Text["status"] = {
  title: "Service status",
  asking: "Checking…",
  now: {
    normal: "Everything works.",
    slow: "Slower than usual.",
    down: "Not reachable right now.",
  },
  states: { normal: "Normal", slow: "Slow", down: "No answer" },
  connected: "You're connected.",
  connectedTo: (site) => `You're connected to ${site}.`,
  unnamed: (number) => `Server ${number}`,
  here: "connected",
  waiting: (count) => `${counted(count, "message is", "messages are")} sent when you're back online.`,
  hint: "If the connection is lost, what you write is kept on this device and sent when you're back online.",
  hintSites: "If one site stops, you're connected to another automatically. There is nothing you have to do.",
  again: "Check again",
};

export const settings: Text["settings"] = {
  title: "Settings",
  account: "Account",
  profile: "My profile",
  privacy: "Privacy",
  appearance: "Appearance",
  data: "Data and about",
  onDevice: "Files on this device",
  seenFiles: (size) => `Photos and files: ${size}`,
  seenFilesHint: "Photos and files you have seen are kept, so you can see them while offline.",
  eraseSeenFiles: "Erase these files",
  seenFilesErased: "Erased. The photos and files in your chats are unchanged.",
  advanced: "Advanced",
  advancedHint: "May be needed when you report a problem.",
  fullId: "Full ID",
  deviceId: "Device ID",
  address: "Server address",
  ownName: "Your name",
  photoHint: "Others see your name and photo. The photo is made smaller, and where it was taken is removed.",
  language: "Language",
  theme: "Theme",
  themes: { light: "Light", dark: "Dark", system: "System" },
  notifications: "Notifications",
  notify: "Notify me on this device",
  notifySound: "Sound",
  notifyHint:
    "Notifies you of new messages while Bongsu is open, except in the chat you're looking at and in muted ones.",
  notifyDenied: "Your browser blocks notifications. Allow them in the browser's site settings, then try again.",
  notifyNone: "This browser doesn't support notifications. On some devices, adding Bongsu to the home screen helps.",
  devices: "Devices",
  thisDevice: "This device",
  deviceNameless: "Unnamed device",
  deviceSeen: (when) => `Last used: ${when}`,
  deviceSignOut: "Sign out",
  deviceSignOutOf: (name) => `Sign out: ${name}`,
  deviceQuestion: (name) => `Sign out of ${name}?`,
  deviceHint: "The chats stored there are erased, and it has to be signed in again.",
  devicePassword: "Your password is needed to sign out of another device.",
  blocked: "Blocked people",
  blockedNone: "No blocked people.",
  licences: "Open-source licences",
  signOut: "Sign out",
  signOutQuestion: "Sign out?",
  signOutHint: "Chats stored on this device are erased; on the server they stay.",
  signOutUnsent: (count) => `${counted(count, "unsent message", "unsent messages")} will be lost.`,
  signOutLosesKeys:
    "You won't be able to read your encrypted chats ever again: their keys are only on this device. Create a recovery key first.",
};
