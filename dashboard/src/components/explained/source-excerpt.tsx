import type { JSX } from 'preact';
import type { ExplainedSite } from '../../../../shared/domain/explanation.ts';

/** A place in the target's own code, with the lines around it where they are known; the line that is meant is marked by sign and shade. */
export const SourceExcerpt = ({ site: { path, line, functionName, source } }: { readonly site: ExplainedSite }): JSX.Element => (
  <figure class="excerpt">
    <figcaption><code>{path}:{line}</code>{functionName !== undefined && <> in <code>{functionName}</code></>}</figcaption>
    {source && (
      <pre tabIndex={0} aria-label={`Source around ${path}:${line}`}>
        {source.lines.map((text, index) => {
          const isHere = source.from + index === line;
          return <code key={index} class={isHere ? 'here' : undefined}><span class="excerpt-number">{isHere ? '▶ ' : ''}{source.from + index}</span>{text === '' ? ' ' : text}{'\n'}</code>;
        })}
      </pre>
    )}
  </figure>
);
