// case: Next API route restores an editor draft with node-serialize through a helper map
import { unserialize } from 'node-serialize';

const codecs = {
  json: (text) => JSON.parse(text),
  js: (text) => unserialize(text),
};

export default async function handler(req, res) {
  if (req.method !== 'PUT') {
    res.status(405).end();
    return;
  }
  const { format, draft } = req.body;
  const decode = format === 'js' ? codecs.js : codecs.json;
  const restored = decode(draft);
  res.status(200).json({ blocks: restored.blocks?.length ?? 0 });
}
