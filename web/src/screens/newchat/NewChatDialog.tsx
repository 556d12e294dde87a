import { useState } from "react";
import { useText } from "../../i18n/language.ts";
import { chatPath } from "../../links/links.ts";
import { go } from "../../live/address.ts";
import { openDirect } from "../../people/direct.ts";
import { PeopleField } from "../../people/PeopleField.tsx";
import { handleOf } from "../../people/handle.ts";
import { ofMany } from "../../people/roomOptions.ts";
import { usePicking } from "../../people/usePicking.ts";
import { useConnection } from "../../session/useConnection.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field, Problem } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import styles from "./NewChatDialog.module.css";

/** Begins a chat: of two with one person, or a group with several. */
export function NewChatDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { client, userId, encryption } = useConnection();
  const [encrypted, setEncrypted] = useState(false);
  const [name, setName] = useState("");
  const { picked, setPicked, count, busy, sentence, onSubmit } = usePicking(async (people) => {
    const [first] = people;
    if (first === undefined) return;
    if (encrypted) await encryption.start();
    const roomId =
      people.length === 1
        ? await openDirect(client, first, encrypted)
        : (await client.createRoom(ofMany(people, name.trim(), encrypted))).room_id;
    onClose();
    go(chatPath(roomId));
  });

  return (
    <Dialog title={text.newChat.title} onClose={onClose}>
      <form className={styles.form} onSubmit={onSubmit}>
        <PeopleField picked={picked} onPick={setPicked} />
        {count > 1 && (
          <Field
            label={text.newChat.groupName}
            hint={text.newChat.groupNameHint}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <label className={styles.encrypted}>
          <input
            type="checkbox"
            checked={encrypted}
            aria-describedby="encrypted-hint"
            onChange={(event) => setEncrypted(event.target.checked)}
          />
          <Icon name="lock" size={18} />
          {text.encryption.choose}
        </label>
        <p id="encrypted-hint" className={styles.hint} hidden={!encrypted}>
          {text.encryption.chooseHint}
        </p>
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={busy || count === 0}>
          {busy ? text.newChat.busy : text.newChat.submit}
        </Button>
        <p className={styles.own}>{text.newChat.own(handleOf(userId, userId))}</p>
      </form>
    </Dialog>
  );
}
