// case: Next API route restores an editor draft with JSON5 or JSON, chosen from a fixed pair
import JSON5 from 'json5';

const codecs = {
  json: (text) => JSON.parse(text),
  json5: (text) => JSON5.parse(text),
};

export default async function handler(req, res) {
  if (req.method !== 'PUT') {
    res.status(405).end();
    return;
  }
  const { format, draft } = req.body;
  const decode = format === 'json5' ? codecs.json5 : codecs.json;
  const restored = decode(String(draft));
  res.status(200).json({ blocks: restored.blocks?.length ?? 0 });
}
