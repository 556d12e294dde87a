import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { Question } from "../ui/Question.tsx";
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
    <Question
      title={text.person.blockQuestion(person.name.slice(0, 40))}
      act={text.person.block}
      onAct={() => {
        attempt(block(client, person.id));
        onClose();
      }}
      onClose={onClose}
    >
      <p>{text.person.blockHint}</p>
    </Question>
  );
}
