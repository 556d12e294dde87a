import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { PeopleField } from "../people/PeopleField.tsx";
import { usePicking } from "../people/usePicking.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Problem } from "../ui/Field.tsx";
import styles from "./dialogs.module.css";

/** Brings others into a chat. */
export function InviteDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const text = useText();
  const { client } = useConnection();
  const there = new Set(
    [KnownMembership.Join, KnownMembership.Invite]
      .flatMap((membership) => room.getMembersWithMembership(membership))
      .map((member) => member.userId),
  );

  const { picked, setPicked, count, busy, sentence, onSubmit } = usePicking(async (people) => {
    for (const person of people.filter((id) => !there.has(id))) await client.invite(room.roomId, person);
    onClose();
  });

  return (
    <Dialog title={text.details.invite} onClose={onClose}>
      <form className={styles.form} onSubmit={onSubmit}>
        <PeopleField picked={picked} onPick={setPicked} except={there} />
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={busy || count === 0}>
          {busy ? text.details.inviting : text.details.invite}
        </Button>
      </form>
    </Dialog>
  );
}
