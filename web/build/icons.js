/*
 * Draws the icons for installing the app from public/icon.svg: npm run icons, after the mark has changed. They are kept
 * in the repository because drawing them needs a browser; e2e/installed.spec.ts sees whether they still are the mark.
 */
import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";

const MARK = readFileSync("public/icon.svg", "utf8");
/** Systems cut their own shape out of a maskable icon: the drawing stays within the circle that they keep. */
const MASKABLE_SHARE = 0.68;

const maskable = MARK.replace(/<rect[^>]*>/, (rect) => {
  const shift = (48 * (1 - MASKABLE_SHARE)) / 2;
  return `${rect.replace(/rx="[^"]*"/, "")}<g transform="translate(${shift} ${shift}) scale(${MASKABLE_SHARE})">`;
}).replace("</svg>", "</g></svg>");
/** Apple's systems round the corners themselves, and show what is transparent black. */
const square = MARK.replace(/rx="[^"]*"/, "");

const icons = [
  { file: "icon-192.png", side: 192, svg: MARK },
  { file: "icon-512.png", side: 512, svg: MARK },
  { file: "icon-maskable-192.png", side: 192, svg: maskable },
  { file: "icon-maskable-512.png", side: 512, svg: maskable },
  { file: "apple-touch-icon.png", side: 180, svg: square },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
for (const { file, side, svg } of icons) {
  await page.setViewportSize({ width: side, height: side });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${side}px;height:${side}px}</style>${svg}`);
  await page.screenshot({ path: `public/${file}`, omitBackground: true });
}
await browser.close();
