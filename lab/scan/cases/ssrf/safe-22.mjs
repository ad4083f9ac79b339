// case: tenant lookup whose subdomain must match an anchored label pattern before it is called
import http from 'node:http';

const LABEL = /^[a-z][a-z0-9]{1,30}$/;

async function tenantStatus(tenant) {
  const response = await fetch(`https://${tenant}.tenants.example.net/status`, { redirect: 'error' });
  return response.status;
}

const server = http.createServer(async (req, res) => {
  const tenant = new URL(req.url, 'http://localhost').searchParams.get('tenant') ?? '';
  if (!LABEL.test(tenant)) {
    res.writeHead(400).end();
    return;
  }
  try {
    const status = await tenantStatus(tenant);
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ tenant, status }));
  } catch {
    res.writeHead(502).end();
  }
});

server.listen(8088);
