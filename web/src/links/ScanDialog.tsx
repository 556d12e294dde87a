import { useCallback, useRef, useState } from "react";
import { useText } from "../i18n/language.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Problem } from "../ui/Field.tsx";
import { FileChooser } from "../ui/FileChooser.tsx";
import { pathTo, readLink } from "./links.ts";
import { codeIn } from "./readPicture.ts";
import styles from "./ScanDialog.module.css";
import { useCamera } from "./useCamera.ts";

/** Reads the QR code of a friend or a chat, by the camera or from a picture, and says where it leads within the app. */
export function ScanDialog({ onFound, onClose }: { onFound: (path: string) => void; onClose: () => void }) {
  const text = useText();
  const [sentence, setSentence] = useState("");
  const chooser = useRef<HTMLInputElement>(null);
  const take = useCallback(
    (code: string) => {
      const target = readLink(code);
      if (target === undefined) setSentence(text.links.foreign);
      else onFound(pathTo(target));
    },
    [onFound, text],
  );
  const { video, off } = useCamera(take);
  const fromPicture = async (file: File) => {
    const code = await codeIn(file);
    if (code === undefined) setSentence(text.links.nothingFound);
    else take(code);
  };
  return (
    <Dialog title={text.links.scanTitle} onClose={onClose}>
      {!off && <video ref={video} className={styles.camera} muted playsInline aria-label={text.links.scanHint} />}
      <p className={styles.hint}>{off ? text.links.noCamera : text.links.scanHint}</p>
      {sentence !== "" && <Problem>{sentence}</Problem>}
      <Button look="quiet" onClick={() => chooser.current?.click()}>
        {text.links.fromPicture}
      </Button>
      <FileChooser
        ref={chooser}
        accept="image/*"
        testId="code-picture"
        onChosen={([file]) => {
          setSentence("");
          if (file) void fromPicture(file).catch(() => setSentence(text.links.nothingFound));
        }}
      />
    </Dialog>
  );
}
