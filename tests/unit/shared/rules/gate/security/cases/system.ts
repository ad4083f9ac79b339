import type { DevelopmentCases } from './development-cases.ts';

export const pathTraversal: DevelopmentCases = {
  class: 'path-traversal',
  vulnerable: [
    `const fs = require('fs'); const path = require('path'); app.get('/f', (req, res) => { fs.readFile(path.join(__dirname, 'files', req.query.name), (e, d) => res.end(d)); });`,
    `app.get('/f/:name', (req, res) => { res.sendFile('/srv/' + req.params.name); });`,
    `import { readFile } from 'node:fs/promises'; export const handler = async (event) => { const f = event.queryStringParameters.file; return { body: (await readFile(\`/data/\${f}\`)).toString() }; };`,
    `app.get('/d', (req, res) => { res.download(path.resolve('uploads', req.query.f)); });`,
    `app.post('/u', (req, res) => { const file = req.files.doc; file.mv('./uploads/' + file.name, () => res.end()); });`,
    `app.get('/f', (req, res) => { const name = req.query.name.replace('../', ''); fs.createReadStream(path.join(ROOT, name)).pipe(res); });`,
    `const storage = multer.diskStorage({ filename(req, file, cb) { fs.writeFileSync('/up/' + file.originalname, 'x'); cb(null, 'x'); } });`,
    `app.get('/m', (req, res) => { const plugin = require('./plugins/' + req.query.p); plugin.run(); });`,
    `http.createServer((req, res) => { const name = decodeURIComponent(req.url); fs.readFile('./public' + name, (e, d) => res.end(d)); }).listen(1);`,
  ],
  safe: [
    `app.get('/f', (req, res) => { fs.readFile(path.join(ROOT, path.basename(req.query.name)), (e, d) => res.end(d)); });`,
    `app.get('/f', (req, res) => { const p = path.resolve(ROOT, req.query.name); if (!p.startsWith(ROOT + path.sep)) return res.status(403).end(); fs.readFile(p, (e, d) => res.end(d)); });`,
    `const safe = (base, n) => { const p = path.resolve(base, n); if (!p.startsWith(base)) throw new Error('bad'); return p; }; app.get('/f', (req, res) => fs.createReadStream(safe(ROOT, req.query.n)).pipe(res));`,
    `app.get('/f', (req, res) => { res.sendFile(req.params.name, { root: ROOT }); });`,
    `const FILES = { a: 'a.txt' }; app.get('/f', (req, res) => { const f = FILES[req.query.f]; if (!f) return res.end(); res.sendFile(path.join(ROOT, f)); });`,
    `app.get('/f', (req, res) => { const n = req.params.n; if (!/^[\\w-]+\\.pdf$/.test(n)) return res.end(); fs.readFile(path.join(ROOT, n), (e, d) => res.end(d)); });`,
    `app.get('/f', (req, res) => { const p = path.join(ROOT, req.query.n); const rel = path.relative(ROOT, p); if (rel.startsWith('..') || path.isAbsolute(rel)) return res.end(); fs.readFile(p, (e, d) => res.end(d)); });`,
    `app.get('/f', (req, res) => { fs.readFile(path.join(ROOT, \`\${Number(req.params.id)}.json\`), (e, d) => res.end(d)); });`,
    `function readConfig(name) { return fs.readFileSync(path.join(__dirname, name), 'utf8'); } readConfig('a.json');`,
  ],
};

export const commandExecution: DevelopmentCases = {
  class: 'command-execution',
  vulnerable: [
    `const { exec } = require('child_process'); app.get('/p', (req, res) => { exec('ping -c 1 ' + req.query.host, (e, o) => res.send({ o })); });`,
    `import { execSync } from 'node:child_process'; export const handler = async (event) => execSync(\`convert \${JSON.parse(event.body).file} out.png\`).toString();`,
    `const run = util.promisify(require('child_process').exec); app.get('/g', async (req, res) => { const { stdout } = await run(\`git log \${req.query.branch}\`); res.json(stdout); });`,
    `const cp = require('child_process'); app.get('/s', (req, res) => { cp.spawn('sh', ['-c', 'ls ' + req.query.d]); res.end(); });`,
    `const { spawn } = require('child_process'); app.get('/s', (req, res) => { spawn('grep', [req.query.q, 'f'], { shell: true }); res.end(); });`,
    `app.post('/e', (req, res) => { res.json({ r: eval(req.body.expr) }); });`,
    `app.post('/e', (req, res) => { const f = new Function('x', req.body.code); res.json(f(1)); });`,
    `const vm = require('vm'); app.post('/e', (req, res) => { res.json(vm.runInNewContext(req.body.code)); });`,
    `const { exec } = require('child_process'); module.exports.archive = function (name, cb) { exec('tar czf /tmp/a.tgz ' + name, cb); };`,
  ],
  safe: [
    `const { execFile } = require('child_process'); app.get('/p', (req, res) => { execFile('ping', ['-c', '1', req.query.host], (e, o) => res.send({ o })); });`,
    `const { spawn } = require('child_process'); app.get('/p', (req, res) => { spawn('ls', ['-l', req.query.d]); res.end(); });`,
    `const { exec } = require('child_process'); app.get('/p', (req, res) => { const n = parseInt(req.query.n, 10); exec('head -n ' + n + ' f', () => res.end()); });`,
    `const CMDS = { up: 'uptime', df: 'df -h' }; app.get('/p', (req, res) => { const c = CMDS[req.query.c]; if (!c) return res.end(); exec(c, () => res.end()); });`,
    `const { exec } = require('child_process'); app.get('/p', (req, res) => { if (!/^[a-z0-9.-]+$/i.test(req.query.h)) return res.end(); exec('ping ' + req.query.h, () => res.end()); });`,
    `const m = /a(b)/.exec(text); app.get('/p', (req, res) => { const r = /^\\d+$/.exec(req.query.x); res.json(r); });`,
    `const { exec } = require('child_process'); const { quote } = require('shell-quote'); app.get('/p', (req, res) => { exec('ls ' + quote([req.query.d]), () => res.end()); });`,
    `const { execSync } = require('child_process'); const v = execSync('git rev-parse HEAD').toString();`,
    `const ops = { add: (a, b) => a + b }; app.post('/e', (req, res) => { const op = ops[req.body.op]; res.json(op ? op(1, 2) : null); });`,
  ],
};

export const prototypePollution: DevelopmentCases = {
  class: 'prototype-pollution',
  vulnerable: [
    `function merge(target, source) { for (const key in source) { if (typeof source[key] === 'object') { if (!target[key]) target[key] = {}; merge(target[key], source[key]); } else { target[key] = source[key]; } } return target; } module.exports = merge;`,
    `const _ = require('lodash'); app.post('/s', (req, res) => { _.merge(config, req.body); res.end(); });`,
    `export function set(obj, path, value) { const keys = path.split('.'); let cur = obj; for (let i = 0; i < keys.length - 1; i++) { cur[keys[i]] = cur[keys[i]] || {}; cur = cur[keys[i]]; } cur[keys[keys.length - 1]] = value; }`,
    `app.post('/s', (req, res) => { const { section, key, value } = req.body; settings[section][key] = value; res.end(); });`,
    `const { merge } = require('lodash'); export const handler = async (event) => { const o = merge({}, defaults, JSON.parse(event.body)); return o; };`,
    `app.post('/s', (req, res) => { _.set(state, req.body.path, req.body.value); res.end(); });`,
    `const deepMerge = (a, b) => { Object.keys(b).forEach((k) => { if (b[k] && typeof b[k] === 'object') { a[k] = deepMerge(a[k] || {}, b[k]); } else a[k] = b[k]; }); return a; };`.replace('a[k] || {}', 'a[k]'),
    `app.put('/c/:k', (req, res) => { const prefs = {}; prefs[req.body.name] = req.body.value; res.json(prefs); });`,
  ],
  safe: [
    `function merge(target, source) { for (const key of Object.keys(source)) { if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue; if (typeof source[key] === 'object') { merge(target[key], source[key]); } else { target[key] = source[key]; } } }`,
    `app.post('/s', (req, res) => { const o = { ...defaults, ...req.body }; res.json(o); });`,
    `app.post('/s', (req, res) => { const m = new Map(); m.set(req.body.key, req.body.value); res.end(); });`,
    `const KEYS = new Set(['a', 'b']); app.post('/s', (req, res) => { if (!KEYS.has(req.body.key)) return res.end(); settings[req.body.key] = req.body.value; res.end(); });`,
    `app.post('/s', (req, res) => { const o = Object.create(null); o[req.body.key] = req.body.value; res.json(o); });`,
    `class Trie { root = {}; add(word) { let node = this.root; for (const ch of word) { if (!node[ch]) node[ch] = {}; node = node[ch]; } node.end = true; } }`,
    `const counts = {}; for (const word of text.split(' ')) { counts[word] = (counts[word] || 0) + 1; }`,
    `const _ = require('lodash'); const config = _.merge({}, require('./a.json'), require('./b.json'));`,
    `function clone(o) { const out = {}; for (const k of Object.keys(o)) out[k] = typeof o[k] === 'object' ? clone(o[k]) : o[k]; return out; }`,
  ],
};

export const deserialisation: DevelopmentCases = {
  class: 'unsafe-deserialisation',
  vulnerable: [
    `const serialize = require('node-serialize'); app.post('/', (req, res) => { const o = serialize.unserialize(req.body.data); res.json(o); });`,
    `import { unserialize } from 'node-serialize'; app.get('/', (req, res) => { const p = unserialize(Buffer.from(req.cookies.profile, 'base64').toString()); res.json(p); });`,
    `app.post('/', (req, res) => { const o = eval('(' + req.body.json + ')'); res.json(o); });`,
    `const yaml = require('js-yaml'); app.post('/', (req, res) => { res.json(yaml.load(req.body.config)); });`,
    `const v8 = require('v8'); app.post('/', (req, res) => { res.json(v8.deserialize(Buffer.from(req.body.b, 'base64'))); });`,
    `app.post('/', (req, res) => { const o = new Function('return ' + req.body.data)(); res.json(o); });`,
    `const funcster = require('funcster'); app.post('/', (req, res) => { res.json(funcster.deepDeserialize(req.body)); });`,
    `const vm = require('vm'); export const handler = async (event) => vm.runInThisContext('(' + event.body + ')');`,
  ],
  safe: [
    `app.post('/', (req, res) => { res.json(JSON.parse(req.body.json)); });`,
    `const yaml = require('js-yaml'); app.post('/', (req, res) => { res.json(yaml.load(req.body.config, { schema: yaml.JSON_SCHEMA })); });`,
    `const YAML = require('yaml'); app.post('/', (req, res) => { res.json(YAML.parse(req.body.config)); });`,
    `const yaml = require('js-yaml'); const config = yaml.load(fs.readFileSync('config.yml', 'utf8'));`,
    `const v8 = require('v8'); const copy = v8.deserialize(v8.serialize(state));`,
    `const yaml = require('js-yaml'); app.post('/', (req, res) => { res.json(yaml.safeLoad(req.body.c)); });`,
    `const serialize = require('serialize-javascript'); app.get('/', (req, res) => { res.json({ s: serialize({ a: 1 }) }); });`,
    `const msgpack = require('msgpack5')(); app.post('/', (req, res) => res.json(msgpack.decode(req.body)));`,
  ],
};
