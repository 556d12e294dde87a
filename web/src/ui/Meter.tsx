import styles from "./Meter.module.css";

interface Props {
  /** From 0 to 1. */
  share: number;
  className?: string;
}

/** How much of a whole, for the eye: what it says stands beside it in words. */
export function Meter({ share, className = "" }: Props) {
  return <meter className={`${styles.meter} ${className}`} min={0} max={1} value={share} aria-hidden="true" />;
}
