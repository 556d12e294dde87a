import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { playTime } from "../i18n/times.ts";
import { Icon } from "../ui/Icon.tsx";
import { shownSize, sizeInWords, type Attachment } from "./attachment.ts";
import { usePreview } from "./thumbnails.ts";
import { useFile } from "./useFile.ts";
import styles from "./Video.module.css";

const SIDE_PIXELS_MAX = 280;

/** A video in a conversation: its first picture, and once somebody presses it the video itself, in the same place. */
export function Video({ video }: { video: Attachment }) {
  const text = useText();
  const [playing, setPlaying] = useState(false);
  const { width, height } = shownSize(video, SIDE_PIXELS_MAX);
  const size = { width, aspectRatio: `${String(width)} / ${String(height)}` };
  if (playing) {
    return (
      <div className={styles.video} style={size}>
        <Player video={video} />
      </div>
    );
  }
  return (
    <button
      type="button"
      className={styles.video}
      style={size}
      aria-label={text.files.play(video.name)}
      onClick={() => setPlaying(true)}
    >
      {video.preview && <FirstPicture video={video} />}
      <span className={styles.play}>
        <Icon name="play" size={30} />
      </span>
      <small>
        {video.durationMillis !== undefined && playTime(video.durationMillis)}
        {video.durationMillis === undefined && video.bytes !== undefined && sizeInWords(video.bytes)}
      </small>
    </button>
  );
}

function FirstPicture({ video }: { video: Attachment }) {
  const { client } = useConnection();
  const url = usePreview(client, video, SIDE_PIXELS_MAX);
  return url === undefined ? null : <img src={url} alt="" draggable={false} />;
}

function Player({ video }: { video: Attachment }) {
  const text = useText();
  const state = useFile(video);
  const [broken, setBroken] = useState(false);
  if (broken) return <p role="alert">{text.files.notPlayable}</p>;
  switch (state.is) {
    case "loading":
      return <p role="status">{text.common.loading}</p>;
    case "too-large": // pictures alone are
    case "missing":
      return <p role="alert">{text.files.notThere}</p>;
    case "there":
      return (
        <video controls autoPlay playsInline src={state.url} aria-label={video.name} onError={() => setBroken(true)} />
      );
  }
}
