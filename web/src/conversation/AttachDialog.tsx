import { useText } from "../i18n/language.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon, type IconName } from "../ui/Icon.tsx";
import styles from "./MessageMenu.module.css";

interface Props {
  onClose: () => void;
  onFiles: () => void;
  onPoll: () => void;
}

/** What can be sent besides words. */
export function AttachDialog({ onClose, onFiles, onPoll }: Props) {
  const text = useText();
  const items: [IconName, string, () => void][] = [
    ["photo", text.files.choose, onFiles],
    ["poll", text.poll.make, onPoll],
  ];
  return (
    <Dialog title={text.files.attach} onClose={onClose}>
      <div className={styles.items}>
        {items.map(([icon, name, act]) => (
          <button
            key={icon}
            type="button"
            onClick={() => {
              onClose();
              act();
            }}
          >
            <Icon name={icon} />
            {name}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
