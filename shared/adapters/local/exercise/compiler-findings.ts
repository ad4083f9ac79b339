import type { ProcessRun } from '../workshop-process.ts';
import type { Finding } from './language-tools.ts';

const MAX_FINDINGS = 50;

/**
 * `path:line(:column): message`, as most compilers write it. A tool that failed without saying where is one finding with the end
 * of what it printed.
 */
export const findingsOfLines = (pattern = /^(?:\.\/)?([^\s:][^:]*?):(\d+)(?::\d+)?:\s*(.*)$/) => ({ output, exitCode }: Pick<ProcessRun, 'output' | 'exitCode'>): Finding[] => {
  const found = output.split('\n').flatMap((line): Finding[] => {
    const [, path, number, message] = pattern.exec(line) ?? [];
    return path === undefined || number === undefined || message === undefined ? [] : [{ path: path.replace(/^\/service\//, ''), line: Number(number), message }];
  });
  if (found.length > 0) return found.slice(0, MAX_FINDINGS);
  return exitCode === 0 ? [] : [{ message: output.trim().slice(-2000) || `It ended with ${exitCode ?? 'a signal'}.` }];
};
