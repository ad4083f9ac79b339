import type { ComponentChildren } from 'preact';
import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import type { Priority, Risk } from '../../../shared/domain/opportunity.ts';
import type { IconName } from './icon-paths.ts';
import { Icon } from './icon.tsx';
import { PRIORITY_WORDS, RISK_WORDS, STATE_WORDS, type Tone } from './state-words.ts';

/** A state in a word, with a shape and a colour of its own. */
export const Badge = ({ tone = 'idle', icon, children }: { readonly tone?: Tone; readonly icon?: IconName; readonly children: ComponentChildren }) => (
  <span class={`badge ${tone}`}>{icon ? <Icon name={icon} /> : null}{children}</span>
);

const worded = ([word, tone, icon]: readonly [string, Tone, IconName]) => <Badge tone={tone} icon={icon}>{word}</Badge>;

export const StateBadge = ({ state }: { readonly state: ImprovementState }) => worded(STATE_WORDS[state]);
export const PriorityBadge = ({ priority }: { readonly priority: Priority }) => worded(PRIORITY_WORDS[priority]);
export const RiskBadge = ({ risk }: { readonly risk: Risk }) => worded(RISK_WORDS[risk]);
