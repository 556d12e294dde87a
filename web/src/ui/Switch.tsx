import { useId, useState, type ReactNode } from "react";
import styles from "./Switch.module.css";

/** Switches that belong together, one below the other. */
export function Switches({ children }: { children: ReactNode }) {
  return <div className={styles.switches}>{children}</div>;
}

interface Props {
  on: boolean;
  onChange: (on: boolean) => Promise<unknown>;
  name: ReactNode;
  /** Explains it below. */
  hint?: string;
  disabled?: boolean;
}

/** Shows at once what somebody wants, and goes back if that cannot be had. */
export function Switch({ on, onChange, name, hint, disabled = false }: Props) {
  const id = useId();
  const [wanted, setWanted] = useState<boolean>();
  if (wanted === on) setWanted(undefined);
  const changed = (to: boolean) => {
    setWanted(to);
    onChange(to).catch(() => setWanted(undefined));
  };
  return (
    <>
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={wanted ?? on}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={(event) => changed(event.target.checked)}
        />
        {name}
      </label>
      {hint !== undefined && <p id={id}>{hint}</p>}
    </>
  );
}
