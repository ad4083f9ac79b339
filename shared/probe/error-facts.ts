import { redact } from './redact.ts';
import { framesOfText, type AppRoot } from './stack-frames.ts';

const CLASS_NAME = /^[\w.$-]{1,80}$/;

/** What is told of a thrown value: its class, its masked message, its frames. Whatever its getters do, something comes back. */
export function errorFacts(thrown: unknown, root: AppRoot): { name: string; message: string; stack: string[] } {
  try {
    if (!(thrown instanceof Error)) return { name: typeof thrown, message: redact(typeof thrown === 'string' ? thrown : ''), stack: [] };
    const { name, message, stack } = thrown as { name: unknown; message: unknown; stack?: unknown };
    const text = typeof message === 'string' ? message : '';
    return { name: typeof name === 'string' && CLASS_NAME.test(name) ? name : 'Error', message: redact(text), stack: typeof stack === 'string' ? framesOfText(root, stack, text) : [] };
  } catch {
    return { name: 'Error', message: '', stack: [] };
  }
}
