import { defineConfig } from "@playwright/test";

const baseURL = process.env.BONGSU_URL;
if (!baseURL) throw new Error("BONGSU_URL must say where a server runs: ./bongsu serve --registration open");

export default defineConfig({
  outputDir: "target/playwright",
  // Most of a trial is waiting: for the network, for a server's answer, for what is drawn.
  workers: 2,
  fullyParallel: true,
  // What hangs ends; a busy machine is no reason to fail.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    baseURL,
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    // Most trials want what the server has, not what was kept; e2e/offline.spec.ts allows them.
    serviceWorkers: "block",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // Chromium's own sandbox does not run where tests run as root, in containers.
      // What it hears and sees is a beep and a test card.
      args: ["--no-sandbox", "--use-fake-device-for-media-stream"],
    },
  },
  projects: [
    { name: "e2e", testDir: "e2e" },
    { name: "sites", testDir: "sites", workers: 1 },
    { name: "screenshots", testDir: "screenshots", fullyParallel: false, workers: 1 },
    { name: "bench", testDir: "bench", workers: 1 },
  ],
});
