import { patchFromDraft } from '../../patch-from-draft.ts';
import { abstain, type Recipe } from '../../recipe.ts';
import { proposedSize } from './proposed-size.ts';
import { settingOfTarget } from './setting-of-target.ts';

const NAME = 'right-size';

/**
 * Memory or a time-out that is clearly not what the function needs: the number in the file that configures it. A canary of the same code would show nothing
 * of it, so it claims nothing and is never let out by Pawl: the owner merges the branch, and what the owner then deploys is judged like every deployment.
 */
export const rightSize: Recipe = {
  name: NAME,
  for: ['over-provisioned-memory', 'resource-exhaustion'],
  apply: (input, target) => {
    const size = proposedSize(input.opportunity, input.target);
    const { setting, proposed } = size;
    const found = settingOfTarget(target.files, input.target, setting);
    const unit = setting === 'memory' ? 'MB' : 's';
    const written = (found.value ?? 0) * (setting === 'memory' ? 1 : found.unitSeconds);
    if (written === proposed) abstain(`${found.path} says ${proposed} ${unit} already: it waits to be deployed`);
    if (written !== size.now) abstain(`${found.path} says ${written} ${unit}, and the function runs with ${size.now} ${unit}: it is set somewhere else`);
    if (setting === 'timeout' && proposed % found.unitSeconds !== 0) abstain(`${found.path} counts in minutes, and ${proposed} s are none`);
    const value = setting === 'memory' ? proposed : proposed / found.unitSeconds;
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[found.path, [{ start: found.start, end: found.end, text: String(value) }]]]),
      title: `Give ${input.target.functionName} ${proposed} ${unit} ${setting === 'memory' ? 'of memory' : 'to answer'} instead of ${size.now}`,
      reason: [
        `Measured: ${size.why}`,
        `${found.path} sets it for this function alone, as a plain number; nothing else in the file changes. ${size.effect}`,
        'No test is added: the code stays as it is. Pawl does not deploy configuration: merge the branch and deploy it as usual; that deployment is judged against the version before it.',
      ].join('\n\n'),
      confidence: 0.8,
      risk: 'medium',
    });
  },
};
