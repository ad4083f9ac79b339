// case: signed-out handler refuses two slashes, backslashes and control characters
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

function relativeOnly(candidate: string | undefined): string {
  if (candidate === undefined || !candidate.startsWith('/') || candidate.startsWith('//')) {
    return '/';
  }
  if (candidate.includes('\\') || /[\u0000-\u0020\u007f-\uffff]/.test(candidate)) {
    return '/';
  }
  return candidate;
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const location = relativeOnly(event.queryStringParameters?.['return']);
  return {
    statusCode: 302,
    cookies: ['session=; Max-Age=0; Path=/; Secure; HttpOnly'],
    headers: { location },
  };
};
