import { expect, test } from "vitest";
import { koreanEmojiName } from "./emojiNames.ts";

test("signs have Korean names, also those of two words", () => {
  const shown = ["Dog", "Thumbs Up", "Light Bulb", "Smiley", "pin"].map(koreanEmojiName);
  expect(shown).toEqual(["개", "엄지", "전구", "웃는 얼굴", "핀"]);
  expect(koreanEmojiName("Something new")).toBe("Something new");
});
