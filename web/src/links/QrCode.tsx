import { useEffect, useState } from "react";
import { useText } from "../i18n/language.ts";
import styles from "./QrCode.module.css";

/** Blank modules around a code, without which readers do not find it (ISO/IEC 18004). */
const BORDER = 4;

/** A text as a QR code: dark on light in both themes, because some readers want it so. */
export function QrCode({ content }: { content: string }) {
  const text = useText();
  const [modules, setModules] = useState<boolean[][]>();
  useEffect(() => {
    let current = true;
    // Loaded when the first code is shown.
    import("qr").then(
      ({ encodeQR }) => {
        if (current) setModules(encodeQR(content, "raw", { ecc: "medium", border: BORDER }));
      },
      (e: unknown) => console.warn("no QR code", e),
    );
    return () => {
      current = false;
    };
  }, [content]);
  const side = modules?.length ?? 1;
  return (
    <svg className={styles.code} viewBox={`0 0 ${side} ${side}`} role="img" aria-label={text.links.code}>
      <path d={modules ? darkModules(modules) : ""} shapeRendering="crispEdges" />
    </svg>
  );
}

/** One path for all: each run of dark modules in a row is a bar. */
function darkModules(modules: boolean[][]): string {
  return modules
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return [];
        const end = row.indexOf(false, x);
        return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`];
      }),
    )
    .join("");
}
