import type { DevelopmentCases } from './development-cases.ts';

export const injection: DevelopmentCases = {
  class: 'injection',
  vulnerable: [
    `const express = require('express'); const app = express(); app.get('/u', async (req, res) => { const { rows } = await db.query("SELECT * FROM users WHERE id = " + req.query.id); res.json(rows); });`,
    `export const handler = async (event) => { const id = event.pathParameters.id; const sql = \`SELECT * FROM orders WHERE id = '\${id}'\`; return pool.execute(sql); };`,
    `export class Users { constructor(private readonly pool: Pool) {} async byName(name: string) { return this.pool.query("SELECT * FROM users WHERE name = '" + name + "'"); } }`,
    `router.get('/list', async (ctx) => { let q = 'SELECT * FROM items WHERE 1=1'; if (ctx.query.sort) { q += ' ORDER BY ' + ctx.query.sort; } ctx.body = await knex.raw(q); });`,
    `app.post('/login', async (req, res) => { const user = await User.findOne({ email: req.body.email, password: req.body.password }); res.json(user); });`,
    `app.post('/s', (req, res) => { Item.find(req.body).then((r) => res.json(r)); });`,
    `app.get('/w', (req, res) => { db.collection('x').find({ $where: \`this.a == '\${req.query.a}'\` }).toArray((e, r) => res.json(r)); });`,
    `app.get('/ldap', (req, res) => { client.search('dc=x', { filter: \`(uid=\${req.query.user})\` }, () => {}); });`,
    `app.get('/t', (req, res) => { res.send(ejs.render('<p>' + req.query.name + '</p>')); });`,
    `function buildWhere(name) { return "name = '" + name + "'"; } app.get('/x', (req, res, next) => { db.all('SELECT * FROM t WHERE ' + buildWhere(req.query.name), (err, rows) => res.json(rows)); });`,
    `@Controller('c') export class C { @Get() find(@Query('q') q: string) { return this.ds.query(\`select * from c where n like '%\${q}%'\`); } }`,
    `export const handler = async (event) => { for (const record of event.Records) { const m = JSON.parse(record.body); await client.query(\`UPDATE t SET s = '\${m.status}' WHERE id = \${m.id}\`); } };`,
  ],
  safe: [
    `app.get('/u', async (req, res) => { const { rows } = await db.query('SELECT * FROM users WHERE id = $1', [req.query.id]); res.json(rows); });`,
    `export const handler = async (event) => { const id = Number(event.pathParameters.id); return pool.execute(\`SELECT * FROM orders WHERE id = \${id}\`); };`,
    `const SORTS = new Set(['name', 'date']); app.get('/l', async (req, res) => { const sort = req.query.sort; if (!SORTS.has(sort)) return res.status(400).end(); res.json(await db.query('SELECT * FROM t ORDER BY ' + sort)); });`,
    `const COLUMNS = { name: 'name', date: 'created_at' }; app.get('/l', async (req, res) => { const column = COLUMNS[req.query.sort] ?? 'name'; res.json(await db.query(\`SELECT * FROM t ORDER BY \${column}\`)); });`,
    `app.get('/p', async (req, res) => { res.json(await prisma.$queryRaw\`SELECT * FROM t WHERE id = \${req.query.id}\`); });`,
    `app.post('/login', async (req, res) => { const user = await User.findOne({ email: String(req.body.email) }); res.json(user); });`,
    `app.post('/login', async (req, res) => { if (typeof req.body.email !== 'string') return res.sendStatus(400); res.json(await User.findOne({ email: req.body.email })); });`,
    `app.post('/login', async (req, res) => { const { email } = z.object({ email: z.string().email() }).parse(req.body); res.json(await User.findOne({ email })); });`,
    `app.get('/ids', async (req, res) => { const ids = req.query.ids.split(','); const marks = ids.map(() => '?').join(','); res.json(await db.query(\`SELECT * FROM t WHERE id IN (\${marks})\`, ids)); });`,
    `app.get('/t', (req, res) => { res.send(ejs.render(TEMPLATE, { name: req.query.name })); });`,
    `app.get('/u', async (req, res) => { const id = req.params.id; if (!/^[0-9a-f-]{36}$/.test(id)) { return res.status(400).end(); } res.json(await db.query("SELECT * FROM u WHERE id = '" + id + "'")); });`,
    `function sortColumn(v) { switch (v) { case 'name': return 'name'; default: return 'id'; } } app.get('/u', (req, res) => db.query('SELECT * FROM u ORDER BY ' + sortColumn(req.query.s), (e, r) => res.json(r)));`,
    `const dir = (v) => (v === 'desc' ? 'DESC' : 'ASC'); app.get('/u', async (req, res) => res.json(await db.query(\`SELECT * FROM u ORDER BY id \${dir(req.query.d)}\`)));`,
  ],
};
