/** One mistake in what somebody configured: where, what, and what to do about it. */
export type Problem = { readonly path: string; readonly message: string; readonly advice: string };

/** The path of a value as one would write it in JavaScript: `targets[0].limits.timeoutSeconds`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\w$-]+$/.test(String(part))) text += text === '' ? String(part) : `.${String(part)}`;
    else text += `[${JSON.stringify(String(part))}]`;
  }
  return text;
}

/** One line for a person. */
export const problemText = ({ path, message, advice }: Problem): string =>
  `${path === '' ? '' : `${path}: `}${message}${advice === '' ? '' : ` — ${advice}`}`;
