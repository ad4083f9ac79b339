import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { CheckFinding } from '../../shared/domain/check.ts';
import type { FileChange } from '../../shared/domain/remedy.ts';

/** Keys, tokens and passwords that a patch would bring in, by the rules of secretlint's recommended preset. What was there before is not the patch's doing. The secret itself is never repeated. */
export async function checkSecrets(files: readonly FileChange[]): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const { path, before, after } of files) {
    if (after === null) continue;
    const known = new Set((await secretsIn(path, before ?? '')).map(({ secret }) => secret));
    for (const { secret, line, message } of await secretsIn(path, after)) {
      if (!known.has(secret)) findings.push({ message: `${path}: ${message}`, advice: 'Take it out and revoke it: it has been written down. Read it from the environment instead.', path, line });
    }
  }
  return findings;
}

async function secretsIn(path: string, content: string): Promise<{ secret: string; line: number; message: string }[]> {
  const { messages } = await lintSource({
    source: { filePath: path, content, contentType: 'text', ext: path.slice(path.lastIndexOf('.')) },
    options: { maskSecrets: true, noPhysicFilePath: true, config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] } },
  });
  return messages.filter(({ type }) => type === 'message').map(({ range: [from, to], loc, message }) => ({ secret: content.slice(from, to), line: Math.max(1, loc.start.line), message }));
}
