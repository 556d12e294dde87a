import { useEffect, useState } from "react";
import { useConnection } from "../session/useConnection.ts";
import type { StoredFile } from "./attachment.ts";
import { fetchFile } from "./download.ts";
import { isTooLargeToDraw } from "./pictureSize.ts";

export type FileState = { is: "loading" } | { is: "there"; url: string } | { is: "missing" } | { is: "too-large" };

/** Kinds that are shown as themselves; anything else is handed over as a file. */
const SHOWN_TYPE = /^(image\/(png|jpe?g|gif|webp|avif|svg\+xml)|video\/[\w.+-]+|audio\/[\w.+-]+)$/;

/** What is not among these is taken for a picture: the browser draws it, or does not. */
export function shownType(type: string): string {
  return SHOWN_TYPE.test(type) ? type : "image/png";
}

/** A whole file in memory, as long as it is shown. */
export function useFile(wanted: StoredFile): FileState {
  const { client } = useConnection();
  const [state, setState] = useState<{ of: string; file: FileState }>();
  // The same file, although what reads the message makes another object of it each time.
  const [file, setFile] = useState(wanted);
  if (file.mxc !== wanted.mxc) setFile(wanted);
  const { mxc } = wanted;
  useEffect(() => {
    let url: string | undefined;
    let current = true;
    fetchFile(client, file, shownType(file.type)).then(
      async (blob) => {
        const isHuge = await isTooLargeToDraw(blob);
        if (!current) return;
        if (isHuge) {
          setState({ of: mxc, file: { is: "too-large" } });
          return;
        }
        url = URL.createObjectURL(blob);
        setState({ of: mxc, file: { is: "there", url } });
      },
      () => {
        if (current) setState({ of: mxc, file: { is: "missing" } });
      },
    );
    return () => {
      current = false;
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [client, file, mxc]);
  return state?.of === mxc ? state.file : { is: "loading" };
}
