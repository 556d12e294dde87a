import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { partnerOf } from "../people/direct.ts";
import { PeopleField } from "../people/PeopleField.tsx";
import { ofMany } from "../people/roomOptions.ts";
import { usePicking } from "../people/usePicking.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Problem } from "../ui/Field.tsx";
import styles from "./dialogs.module.css";
import { newcomersReadAll } from "./history.ts";

interface Props {
  room: Room;
  onClose: () => void;
  /** Goes to another chat. */
  onChat: (roomId: string) => void;
}

/** Brings others into a group. From a chat of two a new group is made, so that what the two have said stays theirs. */
export function InviteDialog({ room, onClose, onChat }: Props) {
  const text = useText();
  const { client } = useConnection();
  const partner = partnerOf(client, room);
  const there = new Set(
    [KnownMembership.Join, KnownMembership.Invite]
      .flatMap((membership) => room.getMembersWithMembership(membership))
      .map((member) => member.userId),
  );

  const { picked, setPicked, count, busy, sentence, onSubmit } = usePicking(async (people) => {
    const others = people.filter((id) => !there.has(id));
    if (partner === undefined) {
      for (const person of others) await client.invite(room.roomId, person);
    } else if (others.length > 0) {
      const group = ofMany([partner, ...others], "", room.hasEncryptionStateEvent());
      onChat((await client.createRoom(group)).room_id);
    }
    onClose();
  });

  const hint =
    partner !== undefined
      ? text.details.inviteToNewGroup
      : newcomersReadAll(room)
        ? text.details.inviteReadsAll
        : text.details.inviteReadsNothing;
  return (
    <Dialog title={partner === undefined ? text.details.invite : text.details.newGroup} onClose={onClose}>
      <form className={styles.form} onSubmit={onSubmit}>
        <p>{hint}</p>
        <PeopleField picked={picked} onPick={setPicked} except={there} />
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={busy || count === 0}>
          {busy ? text.details.inviting : partner === undefined ? text.details.invite : text.details.makeGroup}
        </Button>
      </form>
    </Dialog>
  );
}
