import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { block } from "./blocked.ts";

interface Props {
  person: { id: string; name: string };
  attempt: (what: Promise<unknown>) => void;
  onClose: () => void;
}

/** Asks before somebody is blocked, and says what that means. */
export function BlockDialog({ person, attempt, onClose }: Props) {
  const text = useText();
  const { client } = useConnection();
  return (
    <Dialog title={text.person.blockQuestion(person.name.slice(0, 40))} onClose={onClose}>
      <p>{text.person.blockHint}</p>
      <Button
        look="danger"
        onClick={() => {
          attempt(block(client, person.id));
          onClose();
        }}
      >
        {text.person.block}
      </Button>
    </Dialog>
  );
}
