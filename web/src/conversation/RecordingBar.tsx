import { useEffect, useRef, useState } from "react";
import { useText } from "../i18n/language.ts";
import { playTime } from "../i18n/times.ts";
import { RECORDING_MILLIS_MAX, Recorder, recordingProblem, type Recording } from "../media/recorder.ts";
import { IconButton } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { Meter } from "../ui/Meter.tsx";
import styles from "./RecordingBar.module.css";

const SHOWN_EVERY_MILLIS = 100;

interface Props {
  /** Recording is over: with what was recorded, or without. */
  onDone: (recording?: Recording) => void;
}

/** Records a voice message in the place of what one writes, from the moment that it is shown. */
export function RecordingBar({ onDone }: Props) {
  const text = useText();
  const [recorder, setRecorder] = useState<Recorder>();
  const [failure, setFailure] = useState<unknown>();
  const [now, setNow] = useState({ millis: 0, level: 0 });
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });

  useEffect(() => {
    let current = true;
    let started: Recorder | undefined;
    Recorder.start().then((made) => {
      started = made;
      if (current) setRecorder(made);
      else made.cancel();
    }, setFailure);
    return () => {
      current = false;
      started?.cancel();
    };
  }, []);
  useEffect(() => {
    if (!recorder) return;
    const timer = window.setInterval(() => {
      const millis = recorder.elapsedMillis();
      setNow({ millis, level: recorder.level() });
      if (millis < RECORDING_MILLIS_MAX) return;
      window.clearInterval(timer);
      finish(recorder, text.conversation.voice, done.current, setFailure);
    }, SHOWN_EVERY_MILLIS);
    return () => window.clearInterval(timer);
  }, [recorder, text]);

  if (failure !== undefined) {
    return (
      <div className={styles.bar}>
        <Problem>{text.recording[recordingProblem(failure)]}</Problem>
        <IconButton icon="close" label={text.common.close} onClick={() => onDone()} />
      </div>
    );
  }
  return (
    <div className={styles.bar}>
      <IconButton icon="trash" label={text.recording.cancel} onClick={() => onDone()} />
      <p role="status" aria-label={text.recording.now}>
        <i className={styles.light} aria-hidden="true" />
        <span>{playTime(now.millis)}</span>
      </p>
      <Meter className={styles.level} share={now.level} />
      <IconButton
        className={styles.send}
        icon="send"
        label={text.recording.send}
        disabled={!recorder}
        autoFocus
        onClick={() => recorder && finish(recorder, text.conversation.voice, onDone, setFailure)}
      />
    </div>
  );
}

function finish(
  recorder: Recorder,
  name: string,
  done: (recording: Recording) => void,
  failed: (error: unknown) => void,
): void {
  recorder.finish(name).then(done, failed);
}
