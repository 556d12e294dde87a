import { expect, test } from "vitest";
import { callTo, mailTo, messageTo } from "./outside.ts";

test("a number is called without the signs that make it readable", () => {
  expect(callTo("+82 (10) 1234-5678")).toBe("tel:+821012345678");
});

test("a message goes to all, in the form that the device knows", () => {
  const phones = ["010-1234-5678", "+82 10 8765 4321"];
  expect(messageTo(phones, "지금 어디? & 언제", false)).toBe(
    `sms:01012345678,+821087654321?body=${encodeURIComponent("지금 어디? & 언제")}`,
  );
  expect(messageTo(phones, "a", true)).toBe("sms:/open?addresses=01012345678,+821087654321&body=a");
  expect(messageTo(["112"], "a", true)).toBe("sms:112?body=a");
});

test("a mail to several shows nobody the others' addresses", () => {
  const mail = new URL(mailTo(["a@example.org", "b+c@example.org"], "회의 & 자료", "첫 줄\n둘째 줄"));
  expect(mail.pathname).toBe("");
  expect(mail.searchParams.get("bcc")).toBe("a@example.org,b+c@example.org");
  expect(mail.searchParams.get("subject")).toBe("회의 & 자료");
  expect(mail.searchParams.get("body")).toBe("첫 줄\r\n둘째 줄");
  expect(mailTo(["a@example.org"], "s", "w")).toBe("mailto:a%40example.org?subject=s&body=w");
});
