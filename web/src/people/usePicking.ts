import { useState, type SubmitEvent } from "react";
import { useText } from "../i18n/language.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { exists } from "./exists.ts";
import { NOBODY_PICKED, pickedPeople } from "./PeopleField.tsx";

/** A form in which people are picked, and then something is done with those who exist. */
export function usePicking(act: (people: string[]) => Promise<void>) {
  const text = useText();
  const { client, userId } = useConnection();
  const [picked, setPicked] = useState(NOBODY_PICKED);
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState("");
  const count = picked.people.length + (picked.typed.trim() === "" ? 0 : 1);

  const submit = async () => {
    const people = pickedPeople(picked, userId);
    if (people === undefined || !(await exists(client, people))) setSentence(text.errors.unknownPerson);
    else await act(people);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setSentence("");
    submit()
      .catch((e: unknown) => setSentence(problem(text, e)))
      .finally(() => setBusy(false));
  };
  return { picked, setPicked, count, busy, sentence, onSubmit };
}
