// case: Next API route that measures a picture after comparing its parsed host with the CDN
import type { NextApiRequest, NextApiResponse } from 'next';
import probe from 'probe-image-size';

const CDN = 'images.example-cdn.com';

function cdnUrl(text: string | string[] | undefined): URL | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' && url.host === CDN ? url : undefined;
}

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const src = cdnUrl(req.query.src);
  if (src === undefined) {
    res.status(400).json({ error: 'unsupported picture' });
    return;
  }
  const response = await fetch(src, { redirect: 'manual' });
  const size = probe.sync(Buffer.from(await response.arrayBuffer()));
  res.status(200).json({ width: size?.width ?? 0, height: size?.height ?? 0 });
}
