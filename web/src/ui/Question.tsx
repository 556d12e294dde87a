import type { ReactNode, SubmitEvent } from "react";
import { useText } from "../i18n/language.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import styles from "./Dialog.module.css";

interface Props {
  title: string;
  /** What the button does, in a word. */
  act: string;
  /** The way back, if "cancel" could be taken for the act. */
  back?: string;
  onAct: () => void;
  onClose: () => void;
  /** Whether nothing can be answered now but "cancel". */
  disabled?: boolean;
  look?: "main" | "danger";
  children?: ReactNode;
}

/** Asks before something is done that is hard to undo; "cancel" is as near as the act. */
export function Question({ title, act, back, onAct, onClose, disabled = false, look = "danger", children }: Props) {
  const text = useText();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAct();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.question} onSubmit={submit}>
        {children}
        <div className={styles.answers}>
          <Button look="quiet" onClick={onClose}>
            {back ?? text.common.cancel}
          </Button>
          <Button look={look} type="submit" disabled={disabled} autoFocus={look === "main"}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
