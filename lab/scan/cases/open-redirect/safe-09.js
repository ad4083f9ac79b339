// case: Next API route exits preview mode and goes to the stored path of a known article
import { articleBySlug } from '../../lib/articles';

export default async function handler(req, res) {
  if (req.method !== 'GET') {
    res.status(405).end();
    return;
  }
  res.clearPreviewData();
  const slug = Array.isArray(req.query.slug) ? req.query.slug[0] : req.query.slug;
  const article = await articleBySlug(String(slug || ''));
  if (!article) {
    res.status(404).json({ error: 'no such article' });
    return;
  }
  res.writeHead(307, { Location: `/articles/${article.id}` });
  res.end();
}
