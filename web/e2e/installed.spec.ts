import { expect, test } from "./fixtures.ts";

interface Icon {
  src: string;
  type: string;
  sizes: string;
  purpose: string;
}

/** Of the 255 steps of a colour, on average over all points. */
const DIFFERENCE_MAX = 3;

test("the app can be installed: its icons are there, of the size they say, and show the mark", async ({
  browser,
  url,
}) => {
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  await page.goto("/sign-in");
  const manifest = (await (await page.request.get("/manifest.webmanifest")).json()) as { icons: Icon[] };
  for (const needed of ["192x192 any", "512x512 any", "192x192 maskable", "512x512 maskable"]) {
    expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toContain(needed);
  }
  const apple = await page.locator('link[rel="apple-touch-icon"]').getAttribute("href");
  const drawn = manifest.icons.filter(({ type }) => type === "image/png");
  for (const { src, sizes } of [...drawn, { src: apple ?? "", sizes: "180x180" }]) {
    const answer = await page.request.get(src);
    expect(answer.headers()["content-type"], src).toBe("image/png");
    const side = Number(sizes.split("x")[0]);
    const { width, height, corner, difference } = await page.evaluate(compareWithMark, { src, side });
    expect([width, height], src).toEqual([side, side]);
    if (src === "/icon-192.png" || src === "/icon-512.png") expect(difference, src).toBeLessThan(DIFFERENCE_MAX);
    // What systems cut their own shape out of has no transparent corners.
    else expect(corner, src).toBe(255);
  }
});

/** Runs in the page: how a picture differs from the mark, and how opaque its first point is. */
async function compareWithMark({ src, side }: { src: string; side: number }) {
  const pixels = async (address: string) => {
    const image = new Image(side, side);
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = side;
    canvas.height = side;
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, side, side);
    const data = context?.getImageData(0, 0, side, side).data ?? new Uint8ClampedArray();
    return { data, width: image.naturalWidth, height: image.naturalHeight };
  };
  const [icon, mark] = [await pixels(src), await pixels("/icon.svg")];
  const sum = icon.data.reduce((total, value, at) => total + Math.abs(value - (mark.data[at] ?? 0)), 0);
  return {
    width: icon.width,
    height: icon.height,
    corner: icon.data[3],
    difference: sum / icon.data.length,
  };
}
