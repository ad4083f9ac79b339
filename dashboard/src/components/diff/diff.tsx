/** A unified diff, line by line. */
export const Diff = ({ text }: { readonly text: string }) => (
  <pre class="diff" tabIndex={0} aria-label="Changes">
    {text.split('\n').map((line, index) => <span key={index} class={line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : undefined}>{line === '' ? ' ' : line}</span>)}
  </pre>
);
