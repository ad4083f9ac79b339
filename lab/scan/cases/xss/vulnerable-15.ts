// case: ALB target that escapes angle brackets only and writes an unquoted attribute
import type { ALBEvent, ALBResult } from 'aws-lambda';

function clean(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export async function handler(event: ALBEvent): Promise<ALBResult> {
  const raw = event.queryStringParameters?.['theme'] ?? 'light';
  const theme = clean(decodeURIComponent(raw));
  const body = `<!doctype html>
<body class=${theme}>
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
