/** Larger pictures are made smaller before they are looked at: a code fills a good part of them. */
const SIDE_PIXELS_MAX = 1_600;

/** Reads the QR code in pictures of any kind; the reader is loaded when the first one is looked at. */
export async function readerOfCodes(): Promise<(picture: CanvasImageSource, size: Size) => string | undefined> {
  const { decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (picture, { width, height }) => {
    const scale = Math.min(1, SIDE_PIXELS_MAX / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    if (!context || canvas.width === 0 || canvas.height === 0) return undefined;
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      // That is how it says that there is none.
      return undefined;
    }
  };
}

interface Size {
  width: number;
  height: number;
}

/** The text of the QR code in a picture from the device; nothing where it has none, or is no picture. */
export async function codeIn(file: File): Promise<string | undefined> {
  const read = await readerOfCodes();
  try {
    const bitmap = await createImageBitmap(file);
    const found = read(bitmap, bitmap);
    bitmap.close();
    return found;
  } catch {
    return undefined;
  }
}
