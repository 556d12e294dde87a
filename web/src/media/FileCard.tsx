import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { sizeInWords, type Attachment } from "./attachment.ts";
import { download } from "./download.ts";
import styles from "./FileCard.module.css";
import { useFile } from "./useFile.ts";

interface Props {
  file: Attachment;
  /** What can be played here, once somebody wants it. */
  plays?: "video" | "voice";
}

/** A file: its name and size, and the way to have it. */
export function FileCard({ file, plays }: Props) {
  const text = useText();
  const { client } = useConnection();
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const keep = () => {
    setFailed(false);
    download(client, file.mxc, file.name).catch(() => setFailed(true));
  };
  return (
    <div className={styles.card}>
      {playing && plays && <Player file={file} plays={plays} />}
      <div className={styles.line}>
        {plays && !playing ? (
          <IconButton icon="play" label={text.files.play(file.name)} onClick={() => setPlaying(true)} />
        ) : (
          <Icon name="file" size={26} />
        )}
        <p>
          <bdi>{file.name}</bdi>
          {file.bytes !== undefined && <small>{sizeInWords(file.bytes)}</small>}
        </p>
        <IconButton icon="download" label={text.files.download(file.name)} onClick={keep} />
      </div>
      {failed && (
        <p className={styles.failed} role="alert">
          {text.files.notThere}
        </p>
      )}
    </div>
  );
}

function Player({ file, plays }: { file: Attachment; plays: "video" | "voice" }) {
  const text = useText();
  const state = useFile(file.mxc, file.type);
  switch (state.is) {
    case "loading":
      return <p>{text.common.loading}</p>;
    case "missing":
      return <p role="alert">{text.files.notThere}</p>;
    case "there":
      return plays === "video" ? (
        <video controls autoPlay src={state.url} />
      ) : (
        <audio controls autoPlay src={state.url} />
      );
  }
}
