import { useEffect, useRef, type ReactNode } from "react";
import { useText } from "../i18n/language.ts";
import { usePressBeside } from "./usePressBeside.ts";
import { IconButton } from "./Button.tsx";
import styles from "./Dialog.module.css";

interface Props {
  title: string;
  onClose: () => void;
  /** Only the buttons in it close it: not Escape, the back gesture, or a click outside of it. */
  mustAnswer?: boolean;
  children: ReactNode;
}

/** A sheet over everything else; the browser keeps the focus in it and closes it with Escape. */
export function Dialog({ title, onClose, mustAnswer = false, children }: Props) {
  const text = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const { onPointerDown, onInput, pressedBeside } = usePressBeside();
  useEffect(() => dialog.current?.showModal(), []);
  // Browsers let a page refuse Escape once, and close the dialog the second time: then it opens again.
  const closed = () => (mustAnswer ? dialog.current?.showModal() : onClose());
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={title}
      onCancel={(event) => mustAnswer && event.preventDefault()}
      onClose={closed}
      onPointerDown={onPointerDown}
      onInput={onInput}
      onClick={(event) => pressedBeside(event) && !mustAnswer && onClose()}
    >
      <div className={styles.sheet}>
        <header>
          <h2>{title}</h2>
          {!mustAnswer && <IconButton icon="close" label={text.common.close} onClick={onClose} />}
        </header>
        {children}
      </div>
    </dialog>
  );
}
