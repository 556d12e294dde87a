import { useState, type SubmitEvent } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { Preset } from "matrix-js-sdk/lib/@types/partials.js";
import { pathOf } from "../../app/pages.ts";
import { useText } from "../../i18n/language.ts";
import { go } from "../../live/address.ts";
import { openDirect } from "../../people/direct.ts";
import { exists } from "../../people/exists.ts";
import { NOBODY_PICKED, PeopleField, pickedPeople } from "../../people/PeopleField.tsx";
import { problem } from "../../session/problem.ts";
import { useConnection } from "../../session/useConnection.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field, Problem } from "../../ui/Field.tsx";
import styles from "./NewChatDialog.module.css";

/** Begins a chat: of two with one person, or a group with several. */
export function NewChatDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { client, userId } = useConnection();
  const [picked, setPicked] = useState(NOBODY_PICKED);
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState("");
  const isGroup = picked.people.length + (picked.typed.trim() === "" ? 0 : 1) > 1;

  const submit = async () => {
    const people = pickedPeople(picked, userId);
    if (people === undefined || !(await exists(client, people))) {
      setSentence(text.errors.unknownPerson);
      return;
    }
    const [first] = people;
    if (first === undefined) return;
    const roomId = people.length === 1 ? await openDirect(client, first) : await openGroup(client, people, name.trim());
    onClose();
    go(pathOf({ name: "chats", roomId }));
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
    <Dialog title={text.newChat.title} onClose={onClose}>
      <form className={styles.form} onSubmit={onSubmit}>
        <PeopleField picked={picked} onPick={setPicked} />
        {isGroup && (
          <Field
            label={text.newChat.groupName}
            hint={text.newChat.groupNameHint}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={busy || (picked.people.length === 0 && picked.typed.trim() === "")}>
          {busy ? text.newChat.busy : text.newChat.submit}
        </Button>
        <p className={styles.own}>{text.newChat.own(userId)}</p>
      </form>
    </Dialog>
  );
}

/** Whoever begins a group owns it; everybody in it may bring others. */
async function openGroup(client: MatrixClient, people: string[], name: string): Promise<string> {
  const { room_id } = await client.createRoom({
    ...(name !== "" && { name }),
    invite: people,
    preset: Preset.PrivateChat,
    power_level_content_override: { invite: 0 },
  });
  return room_id;
}
