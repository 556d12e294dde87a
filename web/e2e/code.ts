import { writeFileSync } from "node:fs";
import { encodeQR } from "qr";

/** A picture of a text as a QR code. */
export function codePicture(content: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name: "code.gif", mimeType: "image/gif", buffer: Buffer.from(encodeQR(content, "gif", { scale: 6 })) };
}

const SIDE_PIXELS = 480;
const DARK = 20;
const LIGHT = 235;
const GREY = 128;

/** A video of one still frame (YUV4MPEG2), for Chromium's camera that is none. */
export function writeCodeVideo(file: string, content: string): void {
  const modules = encodeQR(content, "raw", { border: 4 });
  const luma = Buffer.alloc(SIDE_PIXELS * SIDE_PIXELS, LIGHT);
  for (let y = 0; y < SIDE_PIXELS; y++) {
    for (let x = 0; x < SIDE_PIXELS; x++) {
      const at = (pixel: number) => Math.floor((pixel * modules.length) / SIDE_PIXELS);
      if (modules[at(y)]?.[at(x)]) luma[y * SIDE_PIXELS + x] = DARK;
    }
  }
  const colours = Buffer.alloc(luma.length / 2, GREY);
  const header = Buffer.from(`YUV4MPEG2 W${SIDE_PIXELS} H${SIDE_PIXELS} F10:1 Ip C420jpeg\n`);
  writeFileSync(file, Buffer.concat([header, Buffer.from("FRAME\n"), luma, colours]));
}
