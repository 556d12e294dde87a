import { useCallback, useState } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { ContactSheet } from "../contacts/ContactSheet.tsx";
import { othersIn } from "../contacts/members.ts";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { partnerOf } from "../people/direct.ts";
import { maySendState } from "../people/roomState.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { Question } from "../ui/Question.tsx";
import { SidePane } from "../ui/SidePane.tsx";
import { Switch, Switches } from "../ui/Switch.tsx";
import styles from "./DetailsPane.module.css";
import { Identity } from "./Identity.tsx";
import { LinkAndRequests } from "./LinkAndRequests.tsx";
import { Members } from "./Members.tsx";
import { newcomersReadAll, setNewcomersReadAll } from "./history.ts";
import { isMuted, isPinned, setMuted, setPinned } from "./preferences.ts";

interface Props {
  room: Room;
  onClose: () => void;
  onLeft: () => void;
  /** Shows the photos, files and links. */
  onDrawer: () => void;
  /** Goes to another chat. */
  onChat: (roomId: string) => void;
}

/** What a chat is: its name and picture, how it is kept, who is in it, and the way out. */
export function DetailsPane({ room, onClose, onLeft, onDrawer, onChat }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const [leaving, setLeaving] = useState(false);
  const [reaching, setReaching] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const isDirect = partnerOf(client, room) !== undefined;
  const mayChangeHistory =
    !isDirect && !room.hasEncryptionStateEvent() && maySendState(room, EventType.RoomHistoryVisibility, userId);
  useRoomRevision(room);

  const attempt = (what: Promise<unknown>) => {
    setFailure(undefined);
    what.catch(setFailure);
  };
  const attempted = (what: Promise<unknown>) => {
    attempt(what);
    return what;
  };
  return (
    <SidePane title={text.details.title} onClose={onClose}>
      <div className={styles.content}>
        <Identity room={room} isDirect={isDirect} />
        {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
        <Switches>
          <Switch
            on={isMuted(client, room.roomId)}
            onChange={(on) => attempted(setMuted(client, room.roomId, on))}
            name={text.details.mute}
          />
          <Switch
            on={isPinned(room)}
            onChange={(on) => attempted(setPinned(client, room.roomId, on))}
            name={text.details.pin}
          />
          {mayChangeHistory && (
            <Switch
              on={newcomersReadAll(room)}
              onChange={(on) => attempted(setNewcomersReadAll(client, room.roomId, on))}
              name={text.details.newcomersReadAll}
              hint={text.details.newcomersReadAllHint}
            />
          )}
        </Switches>
        <Button look="quiet" onClick={onDrawer}>
          {text.drawer.title}
        </Button>
        <Button look="quiet" onClick={() => setReaching(true)}>
          {text.contacts.offer}
        </Button>
        {!isDirect && <LinkAndRequests room={room} attempt={attempt} />}
        <Members room={room} onChat={onChat} />
        <Button look="danger" onClick={() => setLeaving(true)}>
          {text.details.leave}
        </Button>
      </div>
      {reaching && <ContactSheet of={room.name} people={othersIn(room)} onClose={() => setReaching(false)} />}
      {leaving && (
        <Question
          title={text.details.leaveQuestion}
          act={text.details.leaveNow}
          onAct={() => {
            setLeaving(false);
            attempt(client.leave(room.roomId).then(onLeft));
          }}
          onClose={() => setLeaving(false)}
        >
          <p>{isDirect ? text.details.leaveDirectHint : text.details.leaveHint}</p>
        </Question>
      )}
    </SidePane>
  );
}

/** Draws again when the room's state, its people or how one keeps it change. */
function useRoomRevision(room: Room): void {
  const { client } = useConnection();
  useRevision(
    useCallback(
      (changed) => {
        const stops = [
          listenTo(room, [RoomEvent.Tags, RoomEvent.Name, RoomStateEvent.Events, RoomStateEvent.Members], changed),
          listenTo(client, [ClientEvent.AccountData], changed),
        ];
        return () => stops.forEach((stop) => stop());
      },
      [room, client],
    ),
  );
}
