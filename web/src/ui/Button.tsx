import type { ButtonHTMLAttributes } from "react";
import styles from "./Button.module.css";
import { focusedInDialog } from "./focusedInDialog.ts";
import { Icon, type IconName } from "./Icon.tsx";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: "main" | "quiet" | "danger" };

export function Button({ look = "main", type = "button", className = "", ...rest }: Props) {
  const ref = rest.autoFocus ? focusedInDialog : undefined;
  return <button ref={ref} type={type} className={`${styles.button} ${styles[look]} ${className}`} {...rest} />;
}

type IconProps = ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string };

/** A button that shows a drawing and says its name to those who hear it. */
export function IconButton({ icon, label, className = "", ...rest }: IconProps) {
  return (
    <button type="button" className={`${styles.icon} ${className}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
