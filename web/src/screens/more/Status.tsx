import { useEffect, useState } from "react";
import { useLanguage, useText } from "../../i18n/language.ts";
import { useConnection } from "../../session/useConnection.ts";
import { clockTime } from "../../i18n/times.ts";
import { hasSpokenName, healthOf, type Health } from "../../sites/health.ts";
import { knownSites, useServing } from "../../sites/sites.ts";
import { statusPage, usePublicStatus } from "../../sites/statusPage.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import styles from "./Status.module.css";

/** How often the status page is asked while one looks. */
const ASKED_MILLIS = 15_000;

/** What the operator's status page says, and the way to it. */
function Announced() {
  const text = useText();
  const language = useLanguage();
  const status = usePublicStatus(language, ASKED_MILLIS);
  const page = statusPage();
  if (page === undefined) return null;
  return (
    <section className={styles.announced} aria-label={text.status.announced}>
      <h2>{text.status.announced}</h2>
      {status && (
        <>
          <p>
            <b>{status.headline}</b>
          </p>
          {status.words !== "" && <p className={styles.words}>{status.words}</p>}
          <p className={styles.hint}>
            {text.status.asOf(clockTime(language, status.asOf.getTime()))} {status.isOld && text.status.old}
          </p>
        </>
      )}
      <a href={page} target="_blank" rel="noreferrer">
        {text.status.page}
      </a>
    </section>
  );
}

/** Whether the service works, in plain words: which site one is connected to, and how all of them answer. */
export function Status() {
  const text = useText();
  const { outbox } = useConnection();
  const { site, none } = useServing();
  const [health, setHealth] = useState<ReadonlyMap<string, Health>>();
  const [waiting, setWaiting] = useState(0);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let current = true;
    const look = async () => {
      const answers = await Promise.all(knownSites().map(async (one) => [one.url, await healthOf(one)] as const));
      const unsent = await outbox.waiting();
      if (!current) return;
      setHealth(new Map(answers));
      setWaiting(unsent);
    };
    look().catch((e: unknown) => console.warn("not known how the sites are", e));
    return () => {
      current = false;
    };
  }, [outbox, asked]);

  const own = none ? "down" : health?.get(site.url);
  const sites = knownSites();
  const again = () => {
    setHealth(undefined);
    setAsked(asked + 1);
  };
  return (
    <>
      <p className={`${styles.now} ${own === undefined ? "" : styles[own]}`} role="status">
        <Icon name={own === "down" ? "warning" : own === undefined ? "clock" : "check"} size={26} />
        <span>
          <b>{own === undefined ? text.status.asking : text.status.now[own]}</b>
          <small>
            {own === "down"
              ? text.sites.none
              : hasSpokenName(site)
                ? text.status.connectedTo(site.name)
                : text.status.connected}
          </small>
        </span>
      </p>
      {waiting > 0 && <p>{text.status.waiting(waiting)}</p>}
      {sites.length > 1 && (
        <ul className={styles.sites}>
          {sites.map((one, place) => {
            const state = health?.get(one.url);
            return (
              <li key={one.url}>
                <i className={state && styles[state]} aria-hidden="true" />
                <bdi>{hasSpokenName(one) ? one.name : text.status.unnamed(place + 1)}</bdi>
                {one.url === site.url && !none && <small>{text.status.here}</small>}
                <span>{state === undefined ? text.status.asking : text.status.states[state]}</span>
              </li>
            );
          })}
        </ul>
      )}
      <Announced />
      <p className={styles.hint}>{sites.length > 1 ? text.status.hintSites : text.status.hint}</p>
      <Button look="quiet" disabled={health === undefined} onClick={again}>
        {text.status.again}
      </Button>
    </>
  );
}
