import { useEffect, useRef, useState, type RefObject } from "react";
import { readerOfCodes } from "./readPicture.ts";

/** Between two looks at what the camera shows. */
const LOOK_MILLIS = 150;

/**
 * Shows what the camera sees in a video element, and calls back with the text of a QR code whenever it sees one. The
 * camera is off again when the element goes.
 *
 * @param found must stay the same function (useCallback)
 */
export function useCamera(found: (code: string) => void): { video: RefObject<HTMLVideoElement | null>; off: boolean } {
  const video = useRef<HTMLVideoElement>(null);
  const [off, setOff] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: number | undefined;
    let over = false;
    const start = async () => {
      // Without TLS there is no camera at all.
      if (!("mediaDevices" in navigator)) throw new Error("no camera here");
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      const read = await readerOfCodes();
      const screen = video.current;
      // The dialog may have been closed while somebody was asked for the camera.
      if (over || !screen) {
        stop();
        return;
      }
      screen.srcObject = stream;
      await screen.play();
      timer = window.setInterval(() => {
        const code = read(screen, { width: screen.videoWidth, height: screen.videoHeight });
        if (code !== undefined) found(code);
      }, LOOK_MILLIS);
    };
    const stop = () => {
      window.clearInterval(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
    start().catch((e: unknown) => {
      console.info("no camera", e);
      if (!over) setOff(true);
    });
    return () => {
      over = true;
      stop();
    };
  }, [found]);
  return { video, off };
}
