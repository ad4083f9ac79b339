import type { Problem } from './problem.ts';

/** What was answered, or why not. Nothing throws for what the other side says. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };
