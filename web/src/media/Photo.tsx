import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { Icon } from "../ui/Icon.tsx";
import { shownSize, type Attachment } from "./attachment.ts";
import styles from "./Photo.module.css";
import { usePreview } from "./thumbnails.ts";

const SIDE_PIXELS_MAX = 280;

interface Props {
  photo: Attachment;
  /** As a square among others. */
  inGrid?: boolean;
  onOpen: () => void;
}

/** A photo in a conversation; its place is kept before it is there. A press shows it large. */
export function Photo({ photo, inGrid = false, onOpen }: Props) {
  const text = useText();
  const { client } = useConnection();
  const url = usePreview(client, photo, SIDE_PIXELS_MAX);
  const { width, height } = shownSize(photo, SIDE_PIXELS_MAX);
  return (
    <button
      type="button"
      className={`${styles.photo} ${inGrid ? styles.square : ""}`}
      style={inGrid ? undefined : { width, aspectRatio: `${String(width)} / ${String(height)}` }}
      aria-label={text.files.open(photo.name)}
      onClick={onOpen}
    >
      {url === undefined ? <Icon name="photo" size={32} /> : <img src={url} alt="" draggable={false} />}
    </button>
  );
}
