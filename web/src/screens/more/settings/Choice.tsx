import type { ReactNode } from "react";
import styles from "./settings.module.css";

interface Props<T extends string> {
  title: string;
  name: string;
  chosen: T;
  options: readonly (readonly [T, ReactNode])[];
  onChoose: (option: T) => void;
}

/** One of several ways. */
export function Choice<T extends string>({ title, name, chosen, options, onChoose }: Props<T>) {
  return (
    <fieldset className={styles.choice}>
      <legend>{title}</legend>
      {options.map(([option, label]) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === chosen} onChange={() => onChoose(option)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
