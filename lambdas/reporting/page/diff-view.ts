import type { FileChange } from '../../../shared/domain/remedy.ts';
import { unifiedDiff } from '../../../shared/rules/gate/unified-diff.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const classOf = (line: string): string => {
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  return 'context';
};

const fileView = (file: FileChange): Html => {
  const lines = unifiedDiff([file]).split('\n').slice(2);
  if (lines.at(-1) === '') lines.pop();
  const added = lines.filter((line) => classOf(line) === 'added').length;
  const removed = lines.filter((line) => classOf(line) === 'removed').length;
  const what = file.before === null ? 'new file' : file.after === null ? 'deleted' : '';
  return html`<details class="file"${lines.length <= 80 ? html` open` : ''}>
<summary><code>${file.path}</code> <span class="muted">${what}</span> <span class="plus">+${added}</span> <span class="minus">−${removed}</span></summary>
<pre class="diff" tabindex="0" aria-label="Changes in ${file.path}"><code>${lines.map((line) => html`<span class="${classOf(line)}">${line === '' ? ' ' : line}
</span>`)}</code></pre></details>`;
};

/** A patch as coloured unified diffs, one fold per file; long ones start folded. Signs as well as colours tell the lines apart. */
export const diffView = (files: readonly FileChange[]): Html => html`<div class="diffs">${files.map(fileView)}</div>`;
