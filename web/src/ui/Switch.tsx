import { useState, type ReactNode } from "react";
import styles from "./Switch.module.css";

/** Switches that belong together, one below the other. */
export function Switches({ children }: { children: ReactNode }) {
  return <div className={styles.switches}>{children}</div>;
}

interface Props {
  on: boolean;
  onChange: (on: boolean) => Promise<unknown>;
  name: ReactNode;
  disabled?: boolean;
}

/** Shows at once what somebody wants, and goes back if that cannot be had. */
export function Switch({ on, onChange, name, disabled = false }: Props) {
  const [wanted, setWanted] = useState<boolean>();
  if (wanted === on) setWanted(undefined);
  const changed = (to: boolean) => {
    setWanted(to);
    onChange(to).catch(() => setWanted(undefined));
  };
  return (
    <label>
      <input
        type="checkbox"
        role="switch"
        checked={wanted ?? on}
        disabled={disabled}
        onChange={(event) => changed(event.target.checked)}
      />
      {name}
    </label>
  );
}
