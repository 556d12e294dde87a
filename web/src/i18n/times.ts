import type { Language, Text } from "./language.ts";

const WEEKDAYS = ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"];

// Korean is written by hand: browsers differ in whether they say 오후 or PM.
const english = {
  time: new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }),
  fullDay: new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  day: new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }),
  month: new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric" }),
  dayOfYear: new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" }),
};

/** 오후 3:27, 15:27 */
export function clockTime(language: Language, millis: number): string {
  if (language === "en") return english.time.format(millis);
  const date = new Date(millis);
  const hour = date.getHours();
  return `${hour < 12 ? "오전" : "오후"} ${hour % 12 || 12}:${String(date.getMinutes()).padStart(2, "0")}`;
}

/** 2026년 11월 22일 일요일; Sunday 22 November 2026 */
export function fullDay(language: Language, millis: number): string {
  if (language === "en") return english.fullDay.format(millis);
  const date = new Date(millis);
  return `${date.getFullYear()}년 ${date.getMonth() + 1}월 ${date.getDate()}일 ${WEEKDAYS[date.getDay()] ?? ""}`;
}

/** 2026년 11월; November 2026 */
export function monthName(language: Language, millis: number): string {
  if (language === "en") return english.month.format(millis);
  const date = new Date(millis);
  return `${date.getFullYear()}년 ${date.getMonth() + 1}월`;
}

/** As short as a list needs it: the time today, then "yesterday", then the date, with its year if that is another. */
export function listTime(language: Language, text: Text, millis: number, nowMillis: number): string {
  const date = new Date(millis);
  const now = new Date(nowMillis);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (isSameDay(millis, nowMillis)) return clockTime(language, millis);
  if (isSameDay(millis, yesterday.getTime())) return text.chats.yesterday;
  const sameYear = date.getFullYear() === now.getFullYear();
  if (language === "en") return (sameYear ? english.day : english.dayOfYear).format(date);
  const day = `${date.getMonth() + 1}월 ${date.getDate()}일`;
  return sameYear ? day : `${date.getFullYear()}. ${date.getMonth() + 1}. ${date.getDate()}.`;
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** 0:07, 12:30, 1:02:03 */
export function playTime(millis: number): string {
  const seconds = Math.round(millis / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, "0"));
  return seconds >= 3_600 ? `${Number(hours)}:${minutes}:${rest}` : `${Number(minutes)}:${rest}`;
}
