import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";

/** A PNG of one colour, by its seed from 0 to 255. */
export function picture(seed: number, width = 40, height = 30): Buffer {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([seed, 255 - seed, 90]))]);
  return png(width, height, Buffer.concat(Array<Buffer>(height).fill(row)));
}

/** A square PNG of noise, which is as large as it can be: four bytes a pixel. */
export function noise(sidePixels: number): Buffer {
  const row = () => Buffer.concat([Buffer.from([0]), randomBytes(sidePixels * 4)]);
  return png(sidePixels, sidePixels, Buffer.concat(Array.from({ length: sidePixels }, row)), 6);
}

/** A small file that is a black picture of so many points a side: eight in a byte, and all alike. */
export function bomb(sidePixels: number): Buffer {
  return png(sidePixels, sidePixels, Buffer.alloc((Math.ceil(sidePixels / 8) + 1) * sidePixels), 0, 1);
}

/** @param colour PNG's number for how a pixel is written: 2 for red, green and blue, 6 with alpha */
function png(width: number, height: number, pixels: Buffer, colour = 2, bits = 8): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([bits, colour], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function crc(data: Buffer): number {
  let value = ~0;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
