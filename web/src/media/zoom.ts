/** How a picture lies in its frame: moved from the middle, in pixels, and enlarged. */
export interface Zoom {
  scale: number;
  x: number;
  y: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };

const SCALE_MAX = 8;

/** A double press enlarges so much. */
export const PRESSED_SCALE = 2.5;

interface Size {
  width: number;
  height: number;
}

/**
 * Enlarges around a point, which stays where it is.
 *
 * @param at from the middle of the frame, in pixels
 */
export function zoomedAt(zoom: Zoom, by: number, at: { x: number; y: number }, frame: Size): Zoom {
  const scale = Math.min(SCALE_MAX, Math.max(1, zoom.scale * by));
  const grown = scale / zoom.scale;
  return within({ scale, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown }, frame);
}

export function moved(zoom: Zoom, x: number, y: number, frame: Size): Zoom {
  return within({ ...zoom, x: zoom.x + x, y: zoom.y + y }, frame);
}

/** The picture never leaves its frame: its edges come no further in than the frame's. */
function within({ scale, x, y }: Zoom, { width, height }: Size): Zoom {
  const limit = (value: number, side: number) => {
    const most = (side * (scale - 1)) / 2;
    return Math.min(most, Math.max(-most, value));
  };
  return { scale, x: limit(x, width), y: limit(y, height) };
}
