import { useText } from "../i18n/language.ts";
import { Dialog } from "../ui/Dialog.tsx";
import styles from "./ShortcutsDialog.module.css";

/** Apple's keyboards have another key where the others have Control. */
const CONTROL = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** What can be done by keys, and by gestures that nobody sees. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const keys: [string[], string][] = [
    [[CONTROL, "K"], text.shortcuts.switcher],
    [["Esc"], text.shortcuts.close],
    [["↑"], text.shortcuts.edit],
    [["Enter"], text.shortcuts.send],
    [["Shift", "Enter"], text.shortcuts.newLine],
    [["@"], text.shortcuts.mention],
    [["←", "→"], text.shortcuts.photos],
    [["+", "−", "0"], text.shortcuts.zoom],
    [["?"], text.shortcuts.help],
  ];
  return (
    <Dialog title={text.shortcuts.title} onClose={onClose}>
      <dl className={styles.keys}>
        {keys.map(([names, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.touch}>{text.shortcuts.touch}</p>
    </Dialog>
  );
}
