// case: API Gateway Lambda answers with a location taken from a query parameter
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

function track(campaign: string): void {
  console.log(JSON.stringify({ kind: 'click', campaign: campaign.slice(0, 40) }));
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const { url, campaign = 'none' } = event.queryStringParameters ?? {};
  if (!url) {
    return { statusCode: 400, body: 'url is missing' };
  }
  track(campaign);
  return {
    statusCode: 302,
    headers: { Location: url, 'Cache-Control': 'no-store' },
    body: '',
  };
};
