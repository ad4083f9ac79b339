// case: Next API route exits preview mode and redirects to the slug's full address
export default function handler(req, res) {
  if (req.method !== 'GET') {
    res.status(405).end();
    return;
  }
  res.clearPreviewData();
  const { slug, redirectTo } = req.query;
  const target = Array.isArray(redirectTo) ? redirectTo[0] : redirectTo;
  if (target) {
    res.writeHead(307, { Location: target });
    res.end();
    return;
  }
  res.status(200).json({ preview: false, slug: String(slug || '') });
}
