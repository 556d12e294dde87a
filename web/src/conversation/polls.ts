/*
 * Polls as Matrix clients write them (MSC3381): by its present name in clients, and by the one that it will have.
 */

const POLL = "org.matrix.msc3381.poll";
const TEXT = "org.matrix.msc1767.text";

export const POLL_START = `${POLL}.start`;
export const POLL_RESPONSE = `${POLL}.response`;
export const POLL_END = `${POLL}.end`;
export const STABLE_POLL_START = "m.poll.start";

export const ANSWERS_MIN = 2;
export const ANSWERS_MAX = 20;
export const QUESTION_CHARS_MAX = 340;
export const ANSWER_CHARS_MAX = 100;

export interface Answer {
  id: string;
  text: string;
}

export interface Poll {
  question: string;
  answers: Answer[];
  /** So many answers somebody may choose. */
  selectionsMax: number;
  /** Whether everybody sees the votes before the poll has ended. */
  disclosed: boolean;
}

/** What somebody has chosen, and when. */
export interface Vote {
  sender: string;
  sentMillis: number;
  answers: string[];
}

type Content = Record<string, unknown>;

/** Reads a poll; nothing where it is none that one could vote in. */
export function pollIn(content: Content): Poll | undefined {
  const start = objectIn(content[POLL_START] ?? content["m.poll"] ?? content[STABLE_POLL_START]);
  const question = textIn(start.question).slice(0, QUESTION_CHARS_MAX);
  const listed = Array.isArray(start.answers) ? start.answers.slice(0, ANSWERS_MAX).map(objectIn) : [];
  const answers = listed.flatMap((answer): Answer[] => {
    const id = answer.id ?? answer["m.id"];
    const text = textIn(answer).slice(0, ANSWER_CHARS_MAX);
    return typeof id === "string" && text !== "" ? [{ id, text }] : [];
  });
  if (question === "" || answers.length === 0) return undefined;
  const most = start.max_selections;
  return {
    question,
    answers,
    selectionsMax: typeof most === "number" && most >= 1 ? Math.min(Math.floor(most), answers.length) : 1,
    disclosed: typeof start.kind !== "string" || start.kind.endsWith(".disclosed"),
  };
}

export function pollContent({ question, answers, selectionsMax, disclosed }: Poll): Content {
  const numbered = answers.map(({ text }, place) => `${place + 1}. ${text}`).join("\n");
  return {
    [POLL_START]: {
      question: { [TEXT]: question, body: question, msgtype: "m.text" },
      kind: `${POLL}.${disclosed ? "disclosed" : "undisclosed"}`,
      max_selections: selectionsMax,
      answers: answers.map(({ id, text }) => ({ id, [TEXT]: text })),
    },
    [TEXT]: `${question}\n${numbered}`,
  };
}

export function voteContent(pollId: string, answers: readonly string[]): Content {
  return {
    "m.relates_to": { rel_type: "m.reference", event_id: pollId },
    [POLL_RESPONSE]: { answers: [...answers] },
  };
}

/** @param words for clients that know no polls */
export function endContent(pollId: string, words: string): Content {
  return { "m.relates_to": { rel_type: "m.reference", event_id: pollId }, [POLL_END]: {}, [TEXT]: words };
}

/** The answers in a vote, whether they are any of the poll's or not. */
export function votedIn(content: Content): string[] {
  const answers = objectIn(content[POLL_RESPONSE] ?? content["m.poll.response"]).answers ?? content["m.selections"];
  return Array.isArray(answers) ? answers.filter((id): id is string => typeof id === "string") : [];
}

/**
 * Who has chosen each answer, in the poll's order: the last vote of each person counts, and of it as many answers as
 * the poll allows.
 */
export function tally(poll: Poll, votes: readonly Vote[]): string[][] {
  const last = new Map<string, Vote>();
  for (const vote of votes) {
    if ((last.get(vote.sender)?.sentMillis ?? -1) <= vote.sentMillis) last.set(vote.sender, vote);
  }
  const known = new Set(poll.answers.map(({ id }) => id));
  const chosen = [...last.values()].map(({ sender, answers }) => ({
    sender,
    answers: new Set([...new Set(answers)].filter((id) => known.has(id)).slice(0, poll.selectionsMax)),
  }));
  return poll.answers.map(({ id }) => chosen.filter(({ answers }) => answers.has(id)).map(({ sender }) => sender));
}

function objectIn(value: unknown): Content {
  return typeof value === "object" && value !== null ? (value as Content) : {};
}

/** A text in its present form, or in the later one: a list of forms. */
function textIn(value: unknown): string {
  const object = objectIn(value);
  const forms: unknown = object["m.text"];
  const text = object[TEXT] ?? (Array.isArray(forms) ? objectIn(forms[0]).body : forms) ?? object.body;
  return typeof text === "string" ? text.trim() : "";
}
