import { useCallback, useState } from "react";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { blockedPeople, unblock } from "../../../friends/blocked.ts";
import { useText } from "../../../i18n/language.ts";
import { listenTo } from "../../../live/listen.ts";
import { useRevision } from "../../../live/revision.ts";
import { Avatar } from "../../../people/Avatar.tsx";
import { useProfile } from "../../../people/useProfile.ts";
import { problem } from "../../../session/problem.ts";
import { useConnection } from "../../../session/useConnection.ts";
import { Button } from "../../../ui/Button.tsx";
import { Problem } from "../../../ui/Field.tsx";
import styles from "./lines.module.css";

/** Whom one has blocked, to be undone. */
export function BlockedPeople() {
  const text = useText();
  const { client } = useConnection();
  useRevision(useCallback((changed) => listenTo(client, [ClientEvent.AccountData], changed), [client]));
  const blocked = blockedPeople(client);
  if (blocked.length === 0) return <p className={styles.none}>{text.settings.blockedNone}</p>;
  return (
    <ul className={styles.lines}>
      {blocked.map((id) => (
        <BlockedPerson key={id} id={id} />
      ))}
    </ul>
  );
}

function BlockedPerson({ id }: { id: string }) {
  const text = useText();
  const { client } = useConnection();
  const { name, picture } = useProfile(id);
  const [failure, setFailure] = useState<unknown>();
  return (
    <li>
      <Avatar id={id} name={name} picture={picture} sidePixels={38} />
      <bdi>{name}</bdi>
      <Button
        look="quiet"
        aria-label={`${text.person.unblock}: ${name}`}
        onClick={() => void unblock(client, id).catch(setFailure)}
      >
        {text.person.unblock}
      </Button>
      {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
    </li>
  );
}
