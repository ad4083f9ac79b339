// case: translation handler that accepts an optional upstream in the options object of the request
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import axios from 'axios';

interface Options {
  upstream: string;
  language: string;
}

const DEFAULTS: Options = { upstream: 'https://translate.example.net/api', language: 'en' };

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { text, options } = JSON.parse(event.body ?? '{}') as { text: string; options?: Partial<Options> };
  const settings: Options = { ...DEFAULTS, ...options };
  const answer = await axios({
    method: 'post',
    url: settings.upstream,
    data: { text, to: settings.language },
    timeout: 5000,
  });
  return { statusCode: 200, body: JSON.stringify({ text: answer.data.text }) };
}
