import type { GetPromptResult, ListPromptsResult } from '@modelcontextprotocol/sdk/types.js';
import { ProtocolError } from './protocol-error.ts';

type Prompt = { readonly name: string; readonly title: string; readonly description: string; readonly takesTarget: boolean; readonly steps: (about: string) => string };

const PROMPTS: readonly Prompt[] = [
  {
    name: 'what_got_worse',
    title: 'What got worse, and what should I do?',
    description: 'Looks at how things stand, explains the worst of it, and says what to do next.',
    takesTarget: true,
    steps: (about) => `Find out what got worse ${about} and what is best done about it.
1. Call status, then list_opportunities; take the first three.
2. Call explain for each: what is slow or failing since when, how sure that is, and what Pawl would do.
3. Call list_improvements: is something being done about it already? Then show_improvement, and say how it stands.
4. If nothing is being done, and the user agrees, call trigger_improvement_cycle. If you know the remedy yourself, call propose with a small diff.
5. Tell the user in a few sentences: what got worse, by how much, since when, what is being done, and what waits for a person. Give ids. Name what the numbers do not support.`,
  },
  {
    name: 'review_what_waits',
    title: 'What waits for my yes?',
    description: 'Prepares each approval that waits: what it changes, what was tested, what speaks against it.',
    takesTarget: false,
    steps: () => `Prepare the decisions that wait for a person.
1. Call list_approvals. For each, call show_improvement; where its diff is cut, read_more.
2. Read the diff as a reviewer: what changes, what could break, whether the checks cover it, whether it goes beyond what its title says.
3. For each, tell the user in at most five sentences: what it does, the evidence for it, the risk, and your recommendation with its reason.
You cannot approve: a person does that at the page, the API or the command line. Do not ask for their credential.`,
  },
];

export const listPrompts = (): ListPromptsResult => ({
  prompts: PROMPTS.map(({ name, title, description, takesTarget }) => ({ name, title, description, ...(takesTarget ? { arguments: [{ name: 'target_id', description: 'only this target', required: false }] } : {}) })),
});

export const takesTarget = (name: string): boolean => PROMPTS.some((prompt) => prompt.name === name && prompt.takesTarget);

export const getPrompt = (name: string, said: Readonly<Record<string, string>> | undefined): GetPromptResult => {
  const prompt = PROMPTS.find((one) => one.name === name);
  if (prompt === undefined) throw new ProtocolError('invalid-params', `There is no prompt "${name.slice(0, 100)}". There are ${PROMPTS.map((one) => one.name).join(', ')}.`);
  const target = prompt.takesTarget ? said?.['target_id'] : undefined;
  const about = target === undefined || target === '' ? 'with the services that Pawl looks after' : `with the target ${JSON.stringify(target.slice(0, 64))}`;
  return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text: prompt.steps(about) } }] };
};
