import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { go } from "../live/address.ts";

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href" | "onClick"> & { to: string };

/** A link within the app. */
export function Link({ to, ...rest }: Props) {
  const clicked = (event: MouseEvent) => {
    // With a key held, the browser does what it always does: another tab or window.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return <a href={to} onClick={clicked} {...rest} />;
}
