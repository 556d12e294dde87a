import { useState, type SubmitEvent } from "react";
import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { exists } from "../people/exists.ts";
import { NOBODY_PICKED, PeopleField, pickedPeople } from "../people/PeopleField.tsx";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Problem } from "../ui/Field.tsx";
import styles from "./dialogs.module.css";

/** Brings others into a chat. */
export function InviteDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const text = useText();
  const { client, userId } = useConnection();
  const [picked, setPicked] = useState(NOBODY_PICKED);
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState("");
  const there = new Set(
    [KnownMembership.Join, KnownMembership.Invite]
      .flatMap((membership) => room.getMembersWithMembership(membership))
      .map((member) => member.userId),
  );

  const submit = async () => {
    const people = pickedPeople(picked, userId);
    if (people === undefined || !(await exists(client, people))) {
      setSentence(text.errors.unknownPerson);
      return;
    }
    for (const person of people.filter((id) => !there.has(id))) await client.invite(room.roomId, person);
    onClose();
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setSentence("");
    submit()
      .catch((e: unknown) => setSentence(problem(text, e)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title={text.details.invite} onClose={onClose}>
      <form className={styles.form} onSubmit={onSubmit}>
        <PeopleField picked={picked} onPick={setPicked} except={there} />
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={busy || (picked.people.length === 0 && picked.typed.trim() === "")}>
          {busy ? text.details.inviting : text.details.invite}
        </Button>
      </form>
    </Dialog>
  );
}
