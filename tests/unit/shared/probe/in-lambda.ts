import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { ProbeRecord } from '../../../../shared/domain/probe-record.ts';

export const CONTEXT = { awsRequestId: 'r-1', functionVersion: '3', logStreamName: '2026/11/21/[3]abc' };

/** Makes this process look like Lambda to the probe for the tests of one file, and collects the lines that it writes. */
export function inLambda(root: string): { lines(): unknown[]; records(): ProbeRecord[]; last(): ProbeRecord; take(): string } {
  let written: string[] = [];
  beforeAll(() => {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'watched';
    process.env['LAMBDA_TASK_ROOT'] = root;
  });
  afterAll(() => {
    delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
    delete process.env['LAMBDA_TASK_ROOT'];
  });
  beforeEach(() => {
    written = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());
  const lines = (): unknown[] => written.map((line): unknown => JSON.parse(line));
  const records = (): ProbeRecord[] => lines().map((line) => ProbeRecord.parse(line));
  return {
    lines,
    records,
    /** The text of all that was written since it was last taken. */
    take: () => {
      const text = written.join('');
      written = [];
      return text;
    },
    last: () => {
      const record = records().at(-1);
      if (!record) throw new Error('no record was written');
      return record;
    },
  };
}
