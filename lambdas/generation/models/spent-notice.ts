import type { Instant } from '../../../shared/domain/instant.ts';
import type { Notice } from '../../../shared/ports/notifier.ts';
import type { Asked } from './ask-model.ts';
import { windowName } from './budget-windows.ts';
import type { Route } from './route.ts';

type Refusal = Extract<Asked, { ok: false }>;
/** What people are told; once, since its key names the window. */
export type SpentNotice = Pick<Notice, 'key' | 'subject' | 'text'>;

/** A budget that has no room for another call, as an answer and, where it comes back, as a notice. */
export const budgetSpent = ({ id, resumeAt }: { readonly id: string; readonly resumeAt?: Instant }, model: string): { readonly refusal: Refusal; readonly notice?: SpentNotice } => {
  const after = resumeAt === undefined ? 'It does not come back by waiting.' : id.startsWith('cycle#') ? 'The next cycle has its own.' : `It begins anew at ${new Date(resumeAt).toISOString()}.`;
  const text = `The budget for models of ${windowName(id)} has no room for another call of ${model}. ${after}`;
  if (resumeAt === undefined) return { refusal: { ok: false, reason: 'budget', text } };
  return { refusal: { ok: false, reason: 'budget', text, resumeAt }, notice: { key: `budget-spent-${id}`, subject: 'The budget for models is spent', text } };
};

const SUBJECTS: Partial<Record<Route['kind'], string>> = { quota: 'The quota of models is spent', blocked: 'High-risk work waits for its model' };

/** What people are told when the router turns work down: spent quotas, and high-risk work that waits. Once a day on which it goes on. */
export const routeNotice = ({ kind, text, resumeAt }: Exclude<Route, { kind: 'use' }>): SpentNotice | undefined => {
  const subject = SUBJECTS[kind];
  return subject === undefined ? undefined : { key: `models-${kind}-${resumeAt === undefined ? 'for-good' : new Date(resumeAt).toISOString().slice(0, 10)}`, subject, text };
};
