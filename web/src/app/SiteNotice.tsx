import { useEffect, useState } from "react";
import { ContactSheet } from "../contacts/ContactSheet.tsx";
import { othersIn } from "../contacts/members.ts";
import { friendsOf } from "../friends/useFriends.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { useNewerVersion } from "../offline/installed.ts";
import { useConnection } from "../session/useConnection.ts";
import { useServing } from "../sites/sites.ts";
import { statusPage, usePublicStatus } from "../sites/statusPage.ts";
import styles from "./SiteNotice.module.css";

/** For this long it is said that another site serves now. */
const SAID_MILLIS = 8_000;
/** How often the status page is looked at: while no site answers, and otherwise. */
const ASKED_WHILE_AWAY_MILLIS = 15_000;
const ASKED_MILLIS = 120_000;

/**
 * A quiet line: which site serves after another was left, or that none answers, what becomes of what one writes, and
 * how the people of the open chat are reached meanwhile.
 *
 * @param roomId of the open chat
 */
export function SiteNotice({ roomId }: { roomId: string | undefined }) {
  const text = useText();
  const { site, moved, none } = useServing();
  const offline = useOffline();
  const [saidOf, setSaidOf] = useState<string>();
  useEffect(() => {
    if (!moved) return;
    const timer = window.setTimeout(() => setSaidOf(site.url), SAID_MILLIS);
    return () => window.clearTimeout(timer);
  }, [moved, site]);
  const nothingAnswers = none || offline;
  const sentence = nothingAnswers ? text.sites.none : moved && saidOf !== site.url ? text.sites.moved : "";
  // Stays open when somebody answers again: a person may be writing in it.
  const [reaching, setReaching] = useState(false);
  const takeNewer = useNewerVersion();
  const announced = useAnnouncement(nothingAnswers);
  return (
    <>
      <div className={sentence === "" ? undefined : styles.notice}>
        <span aria-live="polite">{sentence}</span>
        {nothingAnswers && (
          <button type="button" onClick={() => setReaching(true)}>
            {text.contacts.offer}
          </button>
        )}
      </div>
      {announced && (
        <div className={styles.notice}>
          <span aria-live="polite">{announced.headline}</span>
          <a href={announced.page} target="_blank" rel="noreferrer">
            {text.sites.statusPage}
          </a>
          <button type="button" onClick={announced.dismiss}>
            {text.sites.dismiss}
          </button>
        </div>
      )}
      {reaching && <Contacts roomId={roomId} onClose={() => setReaching(false)} />}
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

/** What the status page says, if something does not work, or nothing answers; until it is dismissed. */
function useAnnouncement(nothingAnswers: boolean) {
  const status = usePublicStatus(useLanguage(), nothingAnswers ? ASKED_WHILE_AWAY_MILLIS : ASKED_MILLIS);
  const [dismissed, setDismissed] = useState<string>();
  const page = statusPage();
  if (page === undefined || !status || status.isOld) return undefined;
  const isTold = nothingAnswers || (status.state !== "works" && status.state !== "unknown");
  const what = `${nothingAnswers} ${status.incident} ${status.state}`;
  return isTold && dismissed !== what
    ? { headline: status.headline, page, dismiss: () => setDismissed(what) }
    : undefined;
}

/** The people of the open chat, or else one's friends. */
function Contacts({ roomId, onClose }: { roomId: string | undefined; onClose: () => void }) {
  const text = useText();
  const { client } = useConnection();
  const room = roomId === undefined ? null : client.getRoom(roomId);
  return (
    <ContactSheet of={room?.name ?? text.name} people={room ? othersIn(room) : friendsOf(client)} onClose={onClose} />
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
