import type { Page } from "@playwright/test";

export interface Smoothness {
  frames: number;
  p50Millis: number;
  p99Millis: number;
  longestTaskMillis: number;
  /** Tasks over 100 ms. */
  longTasks: number;
}

/**
 * Scrolls in every frame, as a finger does that never rests, and measures the time between frames and the tasks that
 * held the page up.
 *
 * @param selector of the element that scrolls
 * @param pixels in each frame; above zero is down
 */
export async function scroll(page: Page, selector: string, pixels: number, seconds: number): Promise<Smoothness> {
  const measured = await page.evaluate(
    async ({ selector, pixels, seconds }) => {
      const view = document.querySelector(selector);
      if (!view) throw new Error(`nothing to scroll: ${selector}`);
      const tasks: number[] = [];
      const observer = new PerformanceObserver((entries) => {
        for (const { duration } of entries.getEntries()) tasks.push(duration);
      });
      observer.observe({ type: "longtask" });
      const frames: number[] = [];
      const end = performance.now() + seconds * 1_000;
      let before = performance.now();
      while (before < end) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        frames.push(now - before);
        before = now;
        view.scrollTop += pixels;
      }
      // Entries of the last task come a moment later.
      await new Promise((resolve) => setTimeout(resolve, 300));
      observer.disconnect();
      return { frames: frames.slice(1), tasks };
    },
    { selector, pixels, seconds },
  );
  const frames = measured.frames.sort((a, b) => a - b);
  const at = (share: number) => Math.round((frames[Math.floor(share * (frames.length - 1))] ?? 0) * 10) / 10;
  return {
    frames: frames.length,
    p50Millis: at(0.5),
    p99Millis: at(0.99),
    longestTaskMillis: Math.round(Math.max(0, ...measured.tasks)),
    longTasks: measured.tasks.filter((millis) => millis > 100).length,
  };
}
