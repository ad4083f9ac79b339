// case: signed-out handler checks for a leading slash and forgets that two make a host
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

function relativeOnly(candidate: string | undefined): string {
  if (candidate === undefined || candidate[0] !== '/') {
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
