// case: ALB target that writes one of its known themes into an attribute
import type { ALBEvent, ALBResult } from 'aws-lambda';

const THEMES = new Set(['light', 'dark', 'contrast']);

export async function handler(event: ALBEvent): Promise<ALBResult> {
  const raw = event.queryStringParameters?.['theme'] ?? 'light';
  const theme = THEMES.has(raw) ? raw : 'light';
  const body = `<!doctype html>
<body class="${theme}">
  <h1>Dashboard</h1>
  <p>Nothing to report.</p>
</body>`;
  return {
    statusCode: 200,
    statusDescription: '200 OK',
    isBase64Encoded: false,
    headers: { 'content-type': 'text/html' },
    body,
  };
}
