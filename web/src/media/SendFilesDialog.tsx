import { useText } from "../i18n/language.ts";
import { Question } from "../ui/Question.tsx";
import { sizeInWords } from "./attachment.ts";
import styles from "./SendFilesDialog.module.css";

const NAMED_MAX = 8;

interface Props {
  files: readonly File[];
  onSend: () => void;
  onClose: () => void;
}

/** Asks before files are sent that came by pasting or dropping: a slip is quickly made. */
export function SendFilesDialog({ files, onSend, onClose }: Props) {
  const text = useText();
  return (
    <Question
      title={text.files.sendQuestion(files.length)}
      act={text.conversation.send}
      look="main"
      onAct={onSend}
      onClose={onClose}
    >
      <ul className={styles.files}>
        {files.slice(0, NAMED_MAX).map((file, place) => (
          <li key={place}>
            <bdi>{file.name}</bdi> <small>{sizeInWords(file.size)}</small>
          </li>
        ))}
      </ul>
    </Question>
  );
}
