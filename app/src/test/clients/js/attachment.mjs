// Photos and files: made here, uploaded, downloaded and compared by SHA-256.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

/** A JPEG of 640 x 480 without metadata. */
export const photo = readFileSync(new URL("../photo.jpg", import.meta.url));

export function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A file that does not compress and is not the same twice. */
export function someFile(bytes) {
  return randomBytes(bytes);
}

const LATITUDE = 2;
const LONGITUDE = 4;

/** The same photo as a telephone takes it: with an EXIF block that says where (37° 23' N, 127° 6' E). */
export function withLocation(jpeg) {
  const rational = (degrees, minutes, seconds) => {
    const values = Buffer.alloc(24);
    [degrees, 1, minutes, 1, seconds, 1].forEach((value, index) => values.writeUInt32BE(value, index * 4));
    return values;
  };
  const entry = (tag, type, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (typeof value === "number") bytes.writeUInt32BE(value, 8);
    else bytes.write(value, 8, "latin1");
    return bytes;
  };
  const gpsAt = 8 + 2 + 12 + 4;
  const dataAt = gpsAt + 2 + 4 * 12 + 4;
  const short = (value) => Buffer.from([value >> 8, value & 255]);
  const none = Buffer.alloc(4);
  const tiff = Buffer.concat([
    Buffer.from("MM\0*", "latin1"),
    Buffer.from([0, 0, 0, 8]),
    short(1),
    entry(0x8825, 4, 1, gpsAt),
    none,
    short(4),
    entry(LATITUDE - 1, 2, 2, "N"),
    entry(LATITUDE, 5, 3, dataAt),
    entry(LONGITUDE - 1, 2, 2, "E"),
    entry(LONGITUDE, 5, 3, dataAt + 24),
    none,
    rational(37, 23, 11),
    rational(127, 6, 41),
  ]);
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1]), short(exif.length + 2), exif]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

/** The 24 bytes that say where the photo of {@link withLocation} was taken. */
export const latitudeBytes = Buffer.from("000000250000000100000017000000010000000b00000001", "hex");

/** The compressed picture itself: what follows the start-of-scan marker. */
export function picture(jpeg) {
  const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
  return jpeg.subarray(scan);
}

/** Uploads through the SDK; returns the `mxc:` address. */
export async function upload(device, bytes, name, type) {
  const answer = await device.client.uploadContent(new Blob([bytes], { type }), { name, type });
  return answer.content_uri;
}

/** Downloads through the authenticated media endpoint, at the address that the SDK makes. */
export async function download(device, mxc, headers = {}) {
  const response = await device.fetch(address(device, mxc), { headers });
  if (!response.ok) throw new Error(`download of ${mxc}: ${response.status} ${await response.text()}`);
  return { bytes: Buffer.from(await response.arrayBuffer()), response };
}

/** Where the SDK would fetch this content, or its thumbnail. */
export function address(device, mxc, width, height, method) {
  return device.client.mxcUrlToHttp(mxc, width, height, method, false, true, true);
}
