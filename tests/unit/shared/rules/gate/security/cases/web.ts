import type { DevelopmentCases } from './development-cases.ts';

export const xss: DevelopmentCases = {
  class: 'xss',
  vulnerable: [
    `app.get('/', (req, res) => { res.send('<h1>Hello ' + req.query.name + '</h1>'); });`,
    `app.get('/', (req, res) => { const { name } = req.query; res.status(404).send(\`No \${name}\`); });`,
    `http.createServer((req, res) => { const url = new URL(req.url, 'http://x'); res.writeHead(200, { 'Content-Type': 'text/html' }); res.end('<p>' + url.searchParams.get('q') + '</p>'); });`,
    `router.get('/', async (ctx) => { ctx.body = \`<b>\${ctx.query.q}</b>\`; });`,
    `export const handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>' + event.queryStringParameters.q + '</p>' });`,
    `const page = (title) => \`<html><title>\${title}</title></html>\`; app.get('/p', (req, res) => res.send(page(req.query.t)));`,
    `const q = new URLSearchParams(location.search).get('q'); document.getElementById('x').innerHTML = q;`,
    `app.get('/', (req, res) => { res.set('Content-Type', 'text/html'); res.write('<i>' + req.params.x + '</i>'); res.end(); });`,
    `app.get('/c', (c) => c.html('<p>' + c.req.query('q') + '</p>'));`,
  ],
  safe: [
    `const escapeHtml = require('escape-html'); app.get('/', (req, res) => { res.send('<h1>Hello ' + escapeHtml(req.query.name) + '</h1>'); });`,
    `app.get('/', (req, res) => { res.json({ name: req.query.name }); });`,
    `app.get('/', (req, res) => { res.type('text/plain').send('Hello ' + req.query.name); });`,
    `app.get('/', (req, res) => { res.send({ name: req.query.name }); });`,
    `const esc = (s) => s.replace(/[&<>"']/g, (c) => MAP[c]); app.get('/', (req, res) => res.send('<p>' + esc(req.query.n) + '</p>'));`,
    `app.get('/', (req, res) => { const n = parseInt(req.query.n, 10); res.send('<p>' + n + '</p>'); });`,
    `app.get('/', (req, res) => { res.setHeader('Content-Type', 'application/json'); res.end(JSON.stringify({ q: req.query.q })); });`,
    `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ q: event.queryStringParameters.q }) });`,
    `app.get('/', (req, res) => { res.render('index', { name: req.query.name }); });`,
    `function h(s) { return String(s).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'); } app.get('/', (req, res) => res.send(\`<p>\${h(req.query.q)}</p>\`));`,
  ],
};

export const ssrf: DevelopmentCases = {
  class: 'ssrf',
  vulnerable: [
    `app.get('/f', async (req, res) => { const r = await fetch(req.query.url); res.json(await r.json()); });`,
    `const axios = require('axios'); app.post('/h', async (req, res) => { const { data } = await axios.post(req.body.callback, {}); res.json(data); });`,
    `import http from 'node:http'; export const handler = async (event) => { const b = JSON.parse(event.body); http.get(b.url, () => {}); };`,
    `app.get('/f', (req, res) => { https.get(\`https://\${req.query.host}/status\`, (r) => r.pipe(res)); });`,
    `async function load(u) { const r = await got(u); return r.body; } app.get('/p', async (req, res) => res.send(await load(req.query.u)));`,
    `app.get('/f', async (req, res) => { const u = new URL(req.query.url); if (u.protocol !== 'https:') return res.end(); const r = await fetch(u); res.json(await r.json()); });`,
    `app.get('/f', async (req, res) => { if (!req.query.url.includes('example.com')) return res.end(); res.json(await fetch(req.query.url)); });`,
    `app.post('/f', async (req, res) => { const r = await axios({ method: 'get', url: req.body.url }); res.json(r.data); });`,
  ],
  safe: [
    `app.get('/f', async (req, res) => { const r = await fetch(\`https://api.example.com/users/\${encodeURIComponent(req.query.id)}\`); res.json(await r.json()); });`,
    `const HOSTS = new Set(['a.example.com']); app.get('/f', async (req, res) => { const u = new URL(req.query.url); if (!HOSTS.has(u.hostname)) return res.status(400).end(); res.json(await fetch(u)); });`,
    `const HOSTS = ['a.example.com']; app.get('/f', async (req, res) => { const { hostname } = new URL(req.query.url); if (!HOSTS.includes(hostname)) { throw new Error('no'); } res.json(await fetch(req.query.url)); });`,
    `app.get('/f', async (req, res) => { const base = process.env.API_URL; res.json(await axios.get(\`\${base}/users/\${req.params.id}\`)); });`,
    `const SERVICES = { a: 'https://a.internal', b: 'https://b.internal' }; app.get('/f', async (req, res) => { const url = SERVICES[req.query.s]; if (!url) return res.end(); res.json(await fetch(url)); });`,
    `function allowed(raw) { const u = new URL(raw); return u.protocol === 'https:' && u.hostname === 'api.example.com'; } app.get('/f', async (req, res) => { if (!allowed(req.query.url)) return res.end(); res.json(await fetch(req.query.url)); });`,
    `app.get('/f', async (req, res) => { const u = new URL('https://api.example.com/search'); u.searchParams.set('q', req.query.q); res.json(await fetch(u)); });`,
    `const client = axios.create({ baseURL: 'https://api.example.com' }); app.get('/f', async (req, res) => { const r = await client.get('/x', { params: { q: req.query.q } }); res.json(r.data); });`,
    `app.get('/f', async (req, res) => { const r = await fetch('https://api.example.com/x', { method: 'POST', body: JSON.stringify(req.body) }); res.json(await r.json()); });`,
  ],
};

export const openRedirect: DevelopmentCases = {
  class: 'open-redirect',
  vulnerable: [
    `app.get('/l', (req, res) => { res.redirect(req.query.next); });`,
    `app.get('/l', (req, res) => { const to = req.query.to || '/'; res.redirect(302, to); });`,
    `export const handler = async (event) => ({ statusCode: 302, headers: { Location: event.queryStringParameters.url } });`,
    `app.get('/l', (req, res) => { res.writeHead(302, { Location: req.query.u }); res.end(); });`,
    `router.get('/l', (ctx) => { ctx.redirect(ctx.query.returnTo); });`,
    `app.get('/l', (req, res) => { if (req.query.u.startsWith('/')) return res.redirect(req.query.u); res.end(); });`,
    `app.get('/l', (req, res) => { res.redirect('https://' + req.query.domain); });`,
    `export async function GET(request) { const url = new URL(request.url); return Response.redirect(url.searchParams.get('to')); }`,
  ],
  safe: [
    `app.get('/l', (req, res) => { res.redirect('/users/' + req.params.id); });`,
    `app.get('/l', (req, res) => { const u = req.query.next; if (u.startsWith('/') && !u.startsWith('//')) return res.redirect(u); res.redirect('/'); });`,
    `const OK = ['/a', '/b']; app.get('/l', (req, res) => { const t = OK.includes(req.query.t) ? req.query.t : '/'; res.redirect(t); });`,
    `app.get('/l', (req, res) => { const u = new URL(req.query.next, 'https://x.example'); if (u.origin !== 'https://x.example') return res.redirect('/'); res.redirect(u.pathname); });`,
    `app.get('/l', (req, res) => { res.redirect('/login?next=' + encodeURIComponent(req.originalUrl)); });`,
    `app.use((req, res, next) => { if (!req.secure) return res.redirect('https://' + req.headers.host + req.url); next(); });`,
    `const TARGETS = { docs: 'https://docs.example.com' }; app.get('/l', (req, res) => res.redirect(TARGETS[req.params.k] || '/'));`,
    `app.get('/l', (req, res) => { const n = req.query.n; if (!/^\\/(?!\\/)[\\w\\/-]*$/.test(n)) return res.redirect('/'); res.redirect(n); });`,
  ],
};
