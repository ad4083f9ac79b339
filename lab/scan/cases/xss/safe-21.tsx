// case: structured data element whose JSON comes only from the build's own constants
import React from 'react';

const ORGANISATION = {
  '@context': 'https://schema.org',
  '@type': 'Organization',
  name: 'Example Tools',
  url: 'https://www.example.org',
} as const;

export function Head(props: { title: string; description: string }): React.ReactElement {
  const json = JSON.stringify(ORGANISATION);
  return (
    <>
      <title>{props.title}</title>
      <meta name="description" content={props.description} />
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
    </>
  );
}
