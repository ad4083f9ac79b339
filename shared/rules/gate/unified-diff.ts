import { createTwoFilesPatch } from 'diff';
import type { FileChange } from '../../domain/remedy.ts';

const ABSENT = '/dev/null';

/** The changes of a patch as one unified diff, three lines of context, as `git diff` would show them (without its index lines). */
export const unifiedDiff = (files: readonly FileChange[]): string =>
  files
    .map(({ path, before, after }) =>
      createTwoFilesPatch(before === null ? ABSENT : `a/${path}`, after === null ? ABSENT : `b/${path}`, before ?? '', after ?? '', undefined, undefined, {
        context: 3,
        headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
      }),
    )
    .join('');
