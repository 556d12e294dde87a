import { useEffect, useState } from "react";
import { useConnection } from "../session/useConnection.ts";
import { fetchFile } from "./download.ts";

export type FileState = { is: "loading" } | { is: "there"; url: string } | { is: "missing" };

/** Kinds that are shown as themselves; anything else is handed over as a file. */
const SHOWN_TYPE = /^(image\/(png|jpe?g|gif|webp|avif|svg\+xml)|video\/[\w.+-]+|audio\/[\w.+-]+)$/;

/** A whole file in memory, as long as it is shown. */
export function useFile(mxc: string, type: string): FileState {
  const { client } = useConnection();
  const [state, setState] = useState<{ of: string; file: FileState }>();
  useEffect(() => {
    let url: string | undefined;
    let current = true;
    fetchFile(client, mxc, SHOWN_TYPE.test(type) ? type : "image/png").then(
      (blob) => {
        if (!current) return;
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
  }, [client, mxc, type]);
  return state?.of === mxc ? state.file : { is: "loading" };
}
