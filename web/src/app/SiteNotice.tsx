import { useEffect, useState } from "react";
import { useText } from "../i18n/language.ts";
import { useNewerVersion } from "../offline/installed.ts";
import { useServing } from "../sites/sites.ts";
import styles from "./SiteNotice.module.css";

/** For this long it is said that another site serves now. */
const SAID_MILLIS = 8_000;

/** A quiet line: which site serves after another was left, or that none answers and what becomes of what one writes. */
export function SiteNotice() {
  const text = useText();
  const { site, moved, none } = useServing();
  const offline = useOffline();
  const [saidOf, setSaidOf] = useState<string>();
  useEffect(() => {
    if (!moved) return;
    const timer = window.setTimeout(() => setSaidOf(site.url), SAID_MILLIS);
    return () => window.clearTimeout(timer);
  }, [moved, site]);
  const sentence = none || offline ? text.sites.none : moved && saidOf !== site.url ? text.sites.moved(site.name) : "";
  const takeNewer = useNewerVersion();
  return (
    <>
      <div aria-live="polite" className={sentence === "" ? undefined : styles.notice}>
        {sentence}
      </div>
      {takeNewer && (
        <div className={styles.notice}>
          {text.sites.newer}
          <button type="button" onClick={takeNewer}>
            {text.errors.reload}
          </button>
        </div>
      )}
    </>
  );
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const changed = () => setOffline(!navigator.onLine);
    window.addEventListener("online", changed);
    window.addEventListener("offline", changed);
    return () => {
      window.removeEventListener("online", changed);
      window.removeEventListener("offline", changed);
    };
  }, []);
  return offline;
}
