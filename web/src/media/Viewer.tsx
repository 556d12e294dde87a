import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { useBackCloses } from "../ui/useBackCloses.ts";
import type { Attachment } from "./attachment.ts";
import { download } from "./download.ts";
import { DRAWN_PIXELS_MAX } from "./pictureSize.ts";
import { useFile } from "./useFile.ts";
import { useZoom } from "./useZoom.ts";
import styles from "./Viewer.module.css";

/** Larger pictures are not fetched to be drawn. */
const SHOWN_BYTES_MAX = 64 * 1024 * 1024;

/** A key enlarges by so much. */
const KEY_SCALE = 1.5;

interface Props {
  photos: readonly Attachment[];
  first: number;
  onClose: () => void;
}

/** The photos of a chat over the whole window. Arrows and swipes go on; Escape, Back and a swipe down close. */
export function Viewer({ photos, first, onClose }: Props) {
  const text = useText();
  const { client } = useConnection();
  const dialog = useRef<HTMLDialogElement>(null);
  const [place, setPlace] = useState(first);
  const photo = photos[place];
  useEffect(() => dialog.current?.showModal(), []);
  useBackCloses(onClose);
  if (!photo) return null;

  const go = (by: number) => setPlace(Math.min(photos.length - 1, Math.max(0, place + by)));
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") go(-1);
    if (event.key === "ArrowRight") go(1);
  };
  return (
    <dialog ref={dialog} className={styles.viewer} aria-label={text.files.viewer} onClose={onClose} onKeyDown={pressed}>
      <header>
        <p>
          <bdi>{photo.name}</bdi>
          <small>
            {place + 1} / {photos.length}
          </small>
        </p>
        <IconButton
          icon="download"
          label={text.files.download(photo.name)}
          onClick={() => {
            download(client, photo, photo.name).catch((e: unknown) => console.warn("not downloaded", e));
          }}
        />
        <IconButton icon="close" label={text.common.close} onClick={onClose} />
      </header>
      <Stage key={photo.mxc} photo={photo} onTurn={go} onOut={onClose} />
      {place > 0 && (
        <IconButton className={styles.before} icon="back" label={text.files.before} onClick={() => go(-1)} />
      )}
      {place < photos.length - 1 && (
        <IconButton className={styles.after} icon="next" label={text.files.after} onClick={() => go(1)} />
      )}
    </dialog>
  );
}

interface StageProps {
  photo: Attachment;
  onTurn: (by: 1 | -1) => void;
  onOut: () => void;
}

/** Where a photo lies, to be enlarged and moved. */
function Stage({ photo, onTurn, onOut }: StageProps) {
  const { frame, zoom, enlarge, whole, handlers } = useZoom({ onTurn, onOut });
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.key === "+" || event.key === "=") enlarge(KEY_SCALE);
      if (event.key === "-") enlarge(1 / KEY_SCALE);
      if (event.key === "0") whole();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  });
  const { scale, x, y } = zoom;
  return (
    <div ref={frame} className={styles.stage} {...handlers}>
      <div style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }} data-scale={scale.toFixed(2)}>
        <Large photo={photo} />
      </div>
    </div>
  );
}

function Large({ photo }: { photo: Attachment }) {
  const text = useText();
  const pixels = (photo.width ?? 0) * (photo.height ?? 0);
  if (pixels > DRAWN_PIXELS_MAX || (photo.bytes ?? 0) > SHOWN_BYTES_MAX) return <p>{text.files.tooLargeToShow}</p>;
  return <Original photo={photo} />;
}

function Original({ photo }: { photo: Attachment }) {
  const text = useText();
  const state = useFile(photo);
  switch (state.is) {
    case "loading":
      return <p role="status">{text.common.loading}</p>;
    case "missing":
      return <p role="alert">{text.files.notThere}</p>;
    case "too-large":
      return <p>{text.files.tooLargeToShow}</p>;
    case "there":
      return <img src={state.url} alt={photo.name} draggable={false} />;
  }
}
