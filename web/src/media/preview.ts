/** A small picture of a photo or video. */
export interface Picture {
  blob: Blob;
  width: number;
  height: number;
  of: { width: number; height: number; durationMillis?: number };
}

const SIDE_PIXELS_MAX = 800;
const JPEG_QUALITY = 0.8;

/** A video that has not shown itself by then is sent without a picture. */
const SHOWN_WITHIN_MILLIS = 5_000;

/** The picture is taken a little after the beginning, which is often black. */
const PICTURE_AT_SECONDS = 0.1;

/** How large a picture is; nothing where the browser cannot draw it. */
export async function pictureSides(file: File): Promise<{ w: number; h: number } | undefined> {
  if (!file.type.startsWith("image/")) return undefined;
  try {
    const bitmap = await createImageBitmap(file);
    const sides = { w: bitmap.width, h: bitmap.height };
    bitmap.close();
    return sides;
  } catch {
    return undefined;
  }
}

/** Nothing where the browser cannot draw it. */
export async function previewOf(file: File): Promise<Picture | undefined> {
  try {
    return file.type.startsWith("video/") ? await ofVideo(file) : await ofPhoto(file);
  } catch (e) {
    console.warn("no preview", e);
    return undefined;
  }
}

/** The browser cannot draw this file. */
export class Undrawable extends Error {}

/** A photo that stands for a person or a chat: small, and drawn anew, so that nothing beside the picture goes along. */
export async function portraitOf(file: File): Promise<Blob> {
  try {
    return (await ofPhoto(file)).blob;
  } catch (cause) {
    throw new Undrawable("no portrait", { cause });
  }
}

async function ofPhoto(file: File): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  try {
    return await drawn(bitmap, { width, height });
  } finally {
    bitmap.close();
  }
}

async function ofVideo(file: File): Promise<Picture> {
  const url = URL.createObjectURL(file);
  const video = document.createElement("video");
  try {
    video.muted = true;
    video.preload = "auto";
    video.src = url;
    await happened(video, "loadeddata");
    video.currentTime = Math.min(PICTURE_AT_SECONDS, video.duration / 2 || 0);
    await happened(video, "seeked");
    const { videoWidth: width, videoHeight: height, duration } = video;
    // What a browser records itself does not know how long it is.
    return await drawn(video, {
      width,
      height,
      ...(Number.isFinite(duration) && { durationMillis: Math.round(duration * 1_000) }),
    });
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

function happened(video: HTMLVideoElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener("error", () => reject(new Error("this video cannot be drawn here")), { once: true });
    setTimeout(() => reject(new Error(`no ${event} in time`)), SHOWN_WITHIN_MILLIS);
  });
}

async function drawn(source: CanvasImageSource, of: Picture["of"]): Promise<Picture> {
  const scale = Math.min(1, SIDE_PIXELS_MAX / Math.max(of.width, of.height));
  const [width, height] = [Math.max(1, Math.round(of.width * scale)), Math.max(1, Math.round(of.height * scale))];
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const paper = canvas.getContext("2d");
  if (!paper) throw new Error("this browser draws nothing");
  // Where a picture lets through, white is what it stands on.
  paper.fillStyle = "white";
  paper.fillRect(0, 0, width, height);
  paper.drawImage(source, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
  if (!blob) throw new Error("the picture is too large");
  return { blob, width, height, of };
}
