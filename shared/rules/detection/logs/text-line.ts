import { levelOfName, type LogLevel } from './log-level.ts';

/** A line of text, with what stands before its message taken off. */
export type TextLine = { readonly level: LogLevel | undefined; readonly message: string; readonly requestId: string | undefined };

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
export const REQUEST_ID = new RegExp(UUID);
/** `2026-11-21T12:00:00.000Z\t<request>\tWARN\t…` */
const NODE = /^\d{4}-\d\d-\d\dT[\d:.]{8,20}Z\t([\w-]{1,64})\t(\w{1,12})\t/;
/** `[WARNING]\t2026-11-21T12:00:00.000Z\t<request>\t…` */
const PYTHON = new RegExp(`^\\[([A-Z]{1,10})\\](?:\\t\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,20}Z\\t(${UUID})\\t|\\s{1,4})`);
/** A level in capitals among the first words, as loggers write it, or `level=warn`. What is said in a sentence is not meant. */
const WORD = /(?:^|[\s[|(])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)(?=$|[\s\]|):-])[\]|):\s-]{0,8}/;
const LOGFMT = /(?:^|\s)(?:level|lvl|severity)=["']?(\w{1,12})/;
/** `[main] c.e.Orders - ` */
const LOGGER = /^(?:\[[^\]]{1,80}\]\s{1,4}(?:[\w.$/]{1,120}\s{1,4}[-:]\s{1,4})?|[\w$]{1,60}(?:\.[\w$]{1,60}){1,12}\s{1,4}[-:]\s{1,4})/;
const FIRST_WORDS = 100;

/** Reads what a logger puts in front of a message. Looks at the first hundred characters for a level. */
export const readTextLine = (text: string): TextLine => {
  const node = NODE.exec(text);
  if (node !== null) return { level: levelOfName(node[2] ?? ''), message: text.slice(node[0].length), requestId: node[1] };
  const python = text.startsWith('[') ? PYTHON.exec(text) : null;
  const pythonLevel = levelOfName(python?.[1] ?? '');
  if (python !== null && pythonLevel !== undefined) return { level: pythonLevel, message: text.slice(python[0].length), requestId: python[2] };
  const head = text.slice(0, FIRST_WORDS);
  const word = WORD.exec(head);
  if (word !== null && isHeader(head.slice(0, word.index))) return { level: levelOfName(word[1] ?? ''), message: text.slice(word.index + word[0].length).replace(LOGGER, ''), requestId: REQUEST_ID.exec(head)?.[0] };
  const logfmt = head.includes('=') ? LOGFMT.exec(head) : null;
  const level = levelOfName(logfmt?.[1] ?? '');
  return level === undefined ? { level: undefined, message: text, requestId: undefined } : { level, message: /(?:^|\s)msg="([^"]{1,2000})"/.exec(text)?.[1] ?? text, requestId: undefined };
};

/** Time, thread, process, logger: at most five words of which none is an ordinary one. */
const isHeader = (text: string): boolean => {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.length <= 5 && words.every((word) => /[\d[\]().:/|-]/.test(word));
};
