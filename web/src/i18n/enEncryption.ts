import { counted } from "./counted.ts";
import type { Text } from "./language.ts";

export const encryption: Text["encryption"] = {
  elsewhere: "Bongsu is open in another window of this browser.",
  here: "Use this window",
  title: "Encryption",
  standing: {
    unknown: "Checking encryption…",
    off: "Encryption isn't on yet on this device. It turns on by itself when it is needed.",
    none: "You don't have a recovery key yet. Without one, encrypted chats can be read only on this device.",
    unverified: "You haven't confirmed that this device is yours. Earlier encrypted messages can't be read here.",
    "no-backup": "This device is confirmed, but the keys of your chats aren't backed up.",
    ready: "This device is confirmed, and the keys of your encrypted chats are backed up.",
  },
  notice: {
    off: "Turning on encryption.",
    none: "Create a recovery key to read this chat on other devices, too.",
    unverified: "You haven't confirmed that this device is yours.",
    "no-backup": "The keys of this chat are only on this device.",
  },
  toSettings: "Open settings",
  start: "Turn on encryption",
  failed: "Something went wrong. Check your connection and try again.",
  make: "Create a recovery key",
  makeHint:
    "With a recovery key you can read your encrypted chats on another device, even if you lose this one. Nobody else has it, not even the server.",
  replaces: "Your current recovery key will stop working, and your other devices must be confirmed again.",
  passwordHint: "Your password is needed to change your keys.",
  making: "Creating…",
  makeNow: "Create",
  key: "Recovery key",
  keyHint:
    "It is shown only once. Keep it where you can find it if you lose this device, such as on paper or in a password manager.",
  file: (id, key) => `Bongsu recovery key of ${id}\n\n${key}\n`,
  fileName: "bongsu-recovery-key.txt",
  download: "Save as file",
  copied: "Copied",
  typeEnd: (count) => `If you wrote it down, enter its last ${count} letters`,
  keptCopy: "I pasted the recovery key in a safe place.",
  keptFile: "I keep the saved file in a safe place.",
  done: "Done",
  replace: "Create a new recovery key",
  compare: "Confirm with my other device",
  restore: "Enter recovery key",
  restoreHint: "Enter the recovery key you kept. Spaces don't matter.",
  wrongKey: "This isn't your recovery key. Check every letter; capital letters matter.",
  restoring: "Getting your keys…",
  restoreNow: "Read earlier messages",
  restored: (count) => `This device is confirmed, and ${counted(count, "key was", "keys were")} restored.`,
  choose: "End-to-end encrypted",
  chooseHint:
    "Only the people in the chat can read it. The server can't, so searching all chats leaves it out, and this can't be undone. Don't use it for work you want to find later.",
  on: "End-to-end encrypted",
  notSearched: "Encrypted chats aren't included. Open the chat and search in it.",
  searchedHere: "The server can't read this chat, so this device opens its messages one by one.",
  looked: (count, unreadable, hasMore) =>
    `Searched ${hasMore ? `the newest ${count} messages` : `all ${count} messages`}.` +
    (unreadable > 0 ? ` This device can't read ${unreadable} of them.` : ""),
  lookFurther: "Search further back",
  identityChanged: (name) =>
    `${name}'s security key has changed. This happens with a new device; if you're in doubt, call and ask.`,
  acceptIdentity: "OK",
  why: {
    noKey: "This device has no key for this message. It may arrive when the sender is online again.",
    before: "Sent before you used this device. Enter your recovery key to read it.",
    notJoined: "Sent before you joined the chat.",
    withheld: "The sender doesn't let this device read it. Confirm this device in the settings.",
    broken: "This message is damaged, or not from the person it claims to be from. It isn't shown.",
  },
  doubts: {
    unsigned: "Sent from a device that its owner hasn't confirmed",
    unknown: "Sent from an unknown or removed device",
    clear: "Not encrypted",
    mismatch: "May be from somebody else's device",
    changed: "The sender's security key has changed since you verified it",
  },
};

export const verification: Text["verification"] = {
  title: (whom) => `Verify ${whom ?? "your other device"}`,
  asked: (whom) => `${whom ?? "Your other device"} wants to verify this device.`,
  accept: "Compare",
  refuse: "Not now",
  waiting: (whom) => `Waiting for ${whom ?? "your other device"}…`,
  compare: (whom) =>
    `Does ${whom === undefined ? "the other device" : `${whom}'s screen`} show the same pictures in the same order? Look at both, or ask on the phone.`,
  signs: "Pictures to compare",
  same: "They match",
  different: "They don't match",
  done: (whom) => `${whom ?? "Your other device"} is verified.`,
  cancelled: "Not verified. If the pictures were different, somebody may be listening in. Otherwise try again.",
  ask: "Verify this person (compare pictures)",
  verified: "You have verified this person.",
  notYet: "Not verified. The other person hasn't created a recovery key yet, or isn't online.",
};
