// Numbered steps with "ok" or "FAILED". The first failure ends the script with exit code 1.

import { setTimeout as pause } from "node:timers/promises";

const started = Date.now();
const diagnoses = [];
let number = 0;

/** What to print when a step fails: a function that returns lines. */
export function onFailure(diagnosis) {
  diagnoses.push(diagnosis);
}

/** Runs one step; `act` throws if the step fails, and may return a remark to print. */
export async function step(title, act) {
  number += 1;
  const label = `${String(number).padStart(2)}. ${title}`;
  const before = Date.now();
  try {
    const remark = await act();
    const note = typeof remark === "string" ? ` (${remark})` : "";
    console.log(`${label} ... ok${note} [${Date.now() - before} ms]`);
  } catch (error) {
    console.log(`${label} ... FAILED [${Date.now() - before} ms]`);
    fail(error);
  }
}

function fail(error) {
  console.log(`    ${error?.stack ?? error}`);
  if (error?.data) console.log(`    the server said: ${JSON.stringify(error.data)}`);
  for (const diagnosis of diagnoses) for (const line of diagnosis()) console.log(`    | ${line}`);
  process.exit(1);
}

/** Runs the whole script within `seconds`, then exits: clients hold timers that would keep Node alive. */
export async function scenario(seconds, act) {
  const tooLong = () => fail(new Error(`the scenario took longer than ${seconds} s`));
  setTimeout(tooLong, seconds * 1000);
  try {
    await act();
  } catch (error) {
    fail(error);
  }
  console.log(`${number} steps passed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  process.exit(0);
}

/** Waits until `probe` returns something truthy, at most `seconds`, and returns it. */
export async function until(what, probe, seconds = 15) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await pause(25);
  }
}

/** Waits for a promise, at most `seconds`. */
export async function within(what, promise, seconds = 15) {
  const stop = new AbortController();
  const late = pause(seconds * 1000, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`not within ${seconds} s: ${what}`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop.abort();
  }
}

export function check(condition, what) {
  if (!condition) throw new Error(`expected: ${what}`);
}

export function equal(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: expected ${e}, got ${a}`);
}

/** The error with which `act` is refused; it is a failure if it is not. */
export async function refused(what, act) {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error(`was not refused: ${what}`);
}
