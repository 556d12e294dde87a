import { useContext } from "react";
import { useThumbnail } from "../media/thumbnails.ts";
import { ConnectionContext } from "../session/useConnection.ts";
import styles from "./Avatar.module.css";
import { hueOf, initials } from "./initials.ts";

interface Props {
  /** Of the person or room; gives the colour. */
  id: string;
  name: string;
  /** The picture, as Matrix names it (mxc://…). */
  picture: string | undefined;
  sidePixels: number;
}

/** A face, or what stands in for it. It says nothing that does not stand beside it in words. */
export function Avatar({ id, name, picture, sidePixels }: Props) {
  // Before the SDK has started, letters stand in for all.
  const client = useContext(ConnectionContext)?.client;
  const url = useThumbnail(client, picture, sidePixels);
  const side = { width: sidePixels, height: sidePixels };
  if (url !== undefined) return <img className={styles.avatar} style={side} src={url} alt="" draggable={false} />;
  const letters = initials(name);
  const fontSize = Math.round(sidePixels * (letters.length > 1 ? 0.33 : 0.44));
  return (
    <span className={styles.avatar} style={{ ...side, fontSize, ["--hue" as string]: hueOf(id) }} aria-hidden="true">
      {letters}
    </span>
  );
}
