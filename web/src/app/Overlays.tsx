import { lazy, Suspense, useEffect } from "react";
import { overlay } from "../live/overlay.ts";
import { useStore } from "../live/store.ts";

const Switcher = lazy(async () => ({
  default: (await import("../screens/switcher/SwitcherDialog.tsx")).SwitcherDialog,
}));
const Shortcuts = lazy(async () => ({ default: (await import("./ShortcutsDialog.tsx")).ShortcutsDialog }));

/** What lies over the app wherever one is, and the keys that bring it. */
export function Overlays() {
  const shown = useStore(overlay);
  useEffect(() => {
    window.addEventListener("keydown", pressed);
    return () => {
      window.removeEventListener("keydown", pressed);
      overlay.set(undefined);
    };
  }, []);
  const close = () => overlay.set(undefined);
  return (
    <Suspense>
      {shown === "switcher" && <Switcher onClose={close} />}
      {shown === "shortcuts" && <Shortcuts onClose={close} />}
    </Suspense>
  );
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    overlay.set("switcher");
  } else if (event.key === "?" && !isWriting(event.target)) {
    overlay.set("shortcuts");
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}
