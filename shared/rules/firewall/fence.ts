const LEAST_TICKS = 4;

/**
 * A fenced block that its content cannot close: the fence is longer than every run of backticks inside. The label is ours, or a path;
 * what could end its line or open something else is taken out of it. CommonMark 0.31, section 4.5.
 */
export function fence(label: string, text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(Math.max(LEAST_TICKS, longest + 1));
  const info = label.replaceAll(/[^\p{L}\p{N} ./:@_()[\]=-]/gu, '_').slice(0, 200).trim();
  return `${ticks}${info}\n${text}${text.endsWith('\n') ? '' : '\n'}${ticks}`;
}
