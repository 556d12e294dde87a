import { useRef, useState } from "react";
import { useText } from "../i18n/language.ts";
import { playTime } from "../i18n/times.ts";
import { IconButton } from "../ui/Button.tsx";
import type { Attachment } from "./attachment.ts";
import { BARS, evenly } from "./recorder.ts";
import { useFile } from "./useFile.ts";
import styles from "./VoiceMessage.module.css";

/** A voice message: how loud it is over its time, and the way to hear it from anywhere in it. */
export function VoiceMessage({ voice }: { voice: Attachment }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Player voice={voice} />;
  return <Face voice={voice} playing={false} share={0} onPress={() => setWanted(true)} />;
}

function Player({ voice }: { voice: Attachment }) {
  const text = useText();
  const state = useFile(voice);
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [share, setShare] = useState(0);
  const [broken, setBroken] = useState(false);
  if (state.is === "missing" || broken)
    return <p role="alert">{broken ? text.files.notPlayable : text.files.notThere}</p>;
  const press = () => {
    if (playing) audio.current?.pause();
    else audio.current?.play().catch(() => setBroken(true));
  };
  /** What a browser has recorded does not always say how long it is. */
  const seconds = () => {
    const own = audio.current?.duration ?? NaN;
    return Number.isFinite(own) && own > 0 ? own : (voice.durationMillis ?? 0) / 1_000;
  };
  return (
    <>
      <Face
        voice={voice}
        playing={playing}
        share={share}
        onPress={press}
        onSeek={(to) => {
          setShare(to);
          if (audio.current) audio.current.currentTime = to * seconds();
        }}
      />
      {state.is === "there" && (
        <audio
          ref={audio}
          autoPlay
          src={state.url}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onEnded={() => setShare(0)}
          onError={() => setBroken(true)}
          onTimeUpdate={({ currentTarget }) => setShare(Math.min(1, currentTarget.currentTime / (seconds() || 1)))}
        />
      )}
    </>
  );
}

interface FaceProps {
  voice: Attachment;
  playing: boolean;
  /** How much of it has been played, from 0 to 1. */
  share: number;
  onPress: () => void;
  onSeek?: (share: number) => void;
}

function Face({ voice, playing, share, onPress, onSeek }: FaceProps) {
  const text = useText();
  const levels = evenly(voice.levels ?? []);
  const millis = voice.durationMillis ?? 0;
  return (
    <div className={styles.voice}>
      <IconButton
        className={styles.press}
        icon={playing ? "pause" : "play"}
        label={playing ? text.recording.pause : text.recording.play}
        onClick={onPress}
      />
      <div className={styles.sound}>
        <svg viewBox={`0 0 ${BARS * 4} 28`} preserveAspectRatio="none" aria-hidden="true">
          {levels.map((level, place) => {
            const height = Math.max(3, level * 28);
            const played = place / BARS < share;
            return (
              <rect
                key={place}
                className={played ? styles.played : undefined}
                x={place * 4}
                y={14 - height / 2}
                width={2.4}
                height={height}
                rx={1.2}
              />
            );
          })}
        </svg>
        {onSeek && (
          <input
            type="range"
            min={0}
            max={1}
            step={0.01}
            value={share}
            aria-label={text.recording.position}
            aria-valuetext={playTime(share * millis)}
            onChange={(event) => onSeek(Number(event.target.value))}
          />
        )}
      </div>
      {millis > 0 && <small>{playTime(share > 0 ? share * millis : millis)}</small>}
    </div>
  );
}
