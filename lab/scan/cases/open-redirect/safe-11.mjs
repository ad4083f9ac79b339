// case: ALB Lambda answers link clicks only when the address carries a valid signature
import { createHmac, timingSafeEqual } from 'node:crypto';

function genuine(packed, mac) {
  const expected = createHmac('sha256', process.env.LINK_KEY).update(packed).digest();
  const given = Buffer.from(mac, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export const handler = async (event) => {
  const { l: packed = '', m: mac = '' } = event.queryStringParameters ?? {};
  if (!genuine(packed, mac)) {
    return { statusCode: 404, statusDescription: '404 Not Found', isBase64Encoded: false, body: '' };
  }
  return {
    statusCode: 302,
    statusDescription: '302 Found',
    isBase64Encoded: false,
    headers: { location: encodeURI(Buffer.from(packed, 'base64url').toString('utf8')) },
    body: '',
  };
};
