// case: Next API route that measures the size of a remote picture whose address must contain the CDN name
import type { NextApiRequest, NextApiResponse } from 'next';
import probe from 'probe-image-size';

const CDN = 'images.example-cdn.com';

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const src = Array.isArray(req.query.src) ? req.query.src[0] : req.query.src;
  if (src === undefined || !src.includes(CDN)) {
    res.status(400).json({ error: 'unsupported picture' });
    return;
  }
  const response = await fetch(src);
  const size = probe.sync(Buffer.from(await response.arrayBuffer()));
  if (size === null) {
    res.status(422).json({ error: 'not a picture' });
    return;
  }
  res.status(200).json({ width: size.width, height: size.height });
}
