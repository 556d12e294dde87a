import { useState } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { hasLink, setLink } from "../links/joinRule.ts";
import { LinkCard } from "../links/LinkCard.tsx";
import { joinPath } from "../links/links.ts";
import { Avatar } from "../people/Avatar.tsx";
import { isEnoughFor, maySendState } from "../people/roomState.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Switch, Switches } from "../ui/Switch.tsx";
import styles from "./LinkAndRequests.module.css";

interface Props {
  room: Room;
  attempt: (what: Promise<unknown>) => void;
}

/** The link by which others ask to be let into a group, and those who have asked. */
export function LinkAndRequests({ room, attempt }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const [showing, setShowing] = useState(false);
  const mayChange = maySendState(room, EventType.RoomJoinRules, userId);
  const isOn = hasLink(room);
  const turn = (on: boolean) => {
    const done = setLink(client, room.roomId, on);
    attempt(done);
    return done;
  };
  return (
    <>
      {mayChange && (
        <Switches>
          <Switch on={isOn} onChange={turn} name={text.groupLink.take} />
        </Switches>
      )}
      {isOn && (
        <Button look="quiet" onClick={() => setShowing(true)}>
          {text.groupLink.show}
        </Button>
      )}
      {room.canInvite(userId) && <Requests room={room} attempt={attempt} />}
      {showing && (
        <Dialog title={text.groupLink.title} onClose={() => setShowing(false)}>
          <LinkCard path={joinPath(room.roomId)} hint={text.groupLink.hint} />
        </Dialog>
      )}
    </>
  );
}

function Requests({ room, attempt }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const asking = room.getMembersWithMembership(KnownMembership.Knock);
  const mayDecline = isEnoughFor(room, "kick", room.getMember(userId)?.powerLevel ?? 0);
  if (asking.length === 0) return null;
  return (
    <section className={styles.requests}>
      <h3>{text.groupLink.requests(asking.length)}</h3>
      <ul>
        {asking.map(({ userId: id, name }) => (
          <li key={id}>
            <Avatar id={id} name={name} picture={room.getMember(id)?.getMxcAvatarUrl()} sidePixels={38} />
            <bdi>{name.slice(0, 100)}</bdi>
            {mayDecline && (
              <Button look="quiet" onClick={() => attempt(client.kick(room.roomId, id))}>
                {text.invitation.decline}
              </Button>
            )}
            <Button onClick={() => attempt(client.invite(room.roomId, id))}>{text.invitation.accept}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
