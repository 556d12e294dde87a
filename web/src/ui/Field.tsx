import { useId, type InputHTMLAttributes } from "react";
import styles from "./Field.module.css";
import { focusedInDialog } from "./focusedInDialog.ts";

type Props = InputHTMLAttributes<HTMLInputElement> & { label: string; hint?: string };

/** One line to fill in, with its name above and a hint below. */
export function Field({ label, hint, ...input }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        ref={input.autoFocus ? focusedInDialog : undefined}
        id={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...input}
      />
      {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

/** What went wrong, read aloud when it comes. */
export function Problem({ children }: { children: string }) {
  return (
    <p className={styles.problem} role="alert">
      {children}
    </p>
  );
}
