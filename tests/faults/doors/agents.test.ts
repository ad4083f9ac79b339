import { describe, expect, it } from 'vitest';
import { WORDS } from '../../support/doors-world.ts';
import { alike, besieged, foreignWords } from './besieged.ts';

const siege = besieged();

const call = (who: Parameters<ReturnType<typeof siege>['mcp']>[0], name: string, args: object = {}) => siege().mcp(who, 'tools/call', { name, arguments: args });
/** As it stands on the wire. */
const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
  siege().api.ask('/mcp', siege().tokens.agent, { method: 'POST', body, headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers } });

/** How the same question looks to whom it is about somebody else’s, and to whom it is about nothing. */
const isLikeNothing = async (ask: (id: string) => Promise<{ readonly text: string; readonly isError: boolean }>, foreign: string): Promise<void> => {
  const [theirs, nothing] = [await ask(foreign), await ask('nonexistent-9')];
  expect([theirs.isError, alike(theirs.text, foreign)]).toEqual([true, alike(nothing.text, 'nonexistent-9')]);
  expect(foreignWords(theirs.text.replaceAll(foreign, ''))).toEqual([]);
};

describe('an agent of acme is answered about others’ like about nothing', () => {
  it.each([
    ['show_improvement', 'improvement_id', 'imp-globex'], ['show_improvement', 'improvement_id', 'imp-2'], ['ask_approval', 'improvement_id', 'imp-globex'], ['roll_back', 'improvement_id', 'imp-1'], ['show_cycle', 'cycle_id', 'cyc-globex'], ['read_report', 'cycle_id', 'cyc-1'],
    ['show_target', 'target_id', 'orders'], ['pause', 'target_id', 'orders'], ['resume', 'target_id', 'orders'], ['list_audit', 'target_id', 'orders'], ['list_lessons', 'target_id', 'orders'], ['explain', 'id', 'opp-globex'], ['trigger_improvement_cycle', 'tenant_id', 'globex'],
  ])('by %s (%s %s)', async (tool, argument, foreign) => {
    await isLikeNothing((id) => call('acmeAgent', tool, { [argument]: id, ...(tool === 'roll_back' ? { reason: 'x' } : {}) }), foreign);
  });

  it.each([['pawl://reports/', 'cyc-globex'], ['pawl://reports/', 'cyc-all'], ['pawl://lessons/', 'orders'], ['pawl://improvements/', 'imp-globex'], ['pawl://improvements/', 'imp-shop']])('by the resource %s%s', async (place, foreign) => {
    await isLikeNothing((id) => siege().mcp('acmeAgent', 'resources/read', { uri: `${place}${id}` }), foreign);
  });

  it.each(['pawl://reports/cyc-globex/json', 'pawl://reports/cyc-acme/../cyc-globex', 'pawl://reports/cyc-acme%2f..%2fcyc-globex', 'PAWL://reports/cyc-globex', 'file:///etc/passwd', 'http://169.254.169.254/latest/meta-data/', 'pawl://credentials/', 'pawl://improvements/*', 'pawl://improvements/imp-acme?tenant=globex&offset=-1', 'pawl://improvements/__proto__'])('nor is anything of theirs at %s', async (uri) => {
    const { text } = await siege().mcp('acmeAgent', 'resources/read', { uri });
    expect([text.includes(WORDS.globex), text.includes(WORDS.orders), /root:/.test(text)]).toEqual([false, false, false]);
  });

  it('in no list of tools’, resources’ or completions’', async () => {
    const { mcp } = siege();
    const texts = [
      (await mcp('acmeAgent', 'resources/list')).text,
      ...(await Promise.all(['pawl://improvements/{id}', 'pawl://reports/{cycleId}', 'pawl://lessons/{targetId}'].map(async (uri) => (await mcp('acmeAgent', 'completion/complete', { ref: { type: 'ref/resource', uri }, argument: { name: 'id', value: '' } })).text))),
      ...(await Promise.all(['status', 'list_improvements', 'list_opportunities', 'list_cycles', 'list_targets', 'list_approvals', 'read_ledger', 'read_digest', 'read_settings'].map(async (tool) => (await call('acmeAgent', tool)).text))),
    ];
    for (const text of texts) expect(foreignWords(text)).toEqual([]);
    expect(texts.flatMap((text) => text.match(/.{0,60}(?:imp-globex|imp-2\b|imp-promoted|cyc-globex|"orders").{0,30}/) ?? [])).toEqual([]);
  });

  it.each([{ tenant_id: ['acme', 'globex'] }, { tenant_id: 'acme', tenantId: 'globex' }, { tenant_id: 'acme\0globex' }, { tenants: 'all' }, { caller: { tenants: 'all' } }, { tenant_id: { toString: 'acme' } }, { __proto__x: 'globex' }])('nor may it smuggle them in: %j', async (args) => {
    expect(await call('acmeAgent', 'trigger_improvement_cycle', args)).toMatchObject({ isError: true });
  });
});

describe('what is for people is no agent’s, by whatever name', () => {
  it.each(['approve', 'reject', 'deploy', 'go_on', 'go-on', 'set_flag', 'remove_target', 'list_credentials', 'create_credential', 'revoke_credential', 'APPROVE', 'approve ', 'approve\0', 'tools/approve', '../approve', 'аpprove', 'ap\u200bprove', 'constructor', '__proto__', 'hasOwnProperty', ''])('%j', async (tool) => {
    for (const args of [{ improvement_id: 'imp-2' }, { improvementId: 'imp-2', by: 'ada', systemWide: true }, {}]) {
      const { isError, text } = await call('agent', tool, args);
      expect([isError, text.includes('pawl_')]).toEqual([true, false]);
    }
  });

  it('is not told of, and not done, when somebody’s own token is used there', async () => {
    const { text } = await siege().mcp('owner', 'tools/list');
    for (const tool of ['approve', 'reject', 'deploy', 'set_flag', 'create_credential']) expect(text).not.toContain(`"name":"${tool}"`);
    expect(await call('owner', 'approve', { improvement_id: 'imp-2' })).toMatchObject({ isError: true });
  });

  it.each([{ _meta: { progressToken: 'x', caller: { kind: 'person' } } }, { _meta: { 'sec-fetch-site': 'same-origin' } }])('whatever is said beside the call: %j', async (beside) => {
    const response = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'approve', arguments: { improvement_id: 'imp-2' }, ...beside } }), { 'sec-fetch-site': 'same-origin' });
    expect(await response.text()).toContain('"isError":true');
  });
});

describe('what is no message is answered as such', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['nothing', ''], ['half of one', '{"jsonrpc":"2.0"'], ['null', 'null'], ['a number', '42'], ['a batch', `[${'{"jsonrpc":"2.0","id":1,"method":"tools/list"},'.repeat(3)}{}]`], ['a batch of none', '[]'], ['no version', '{"id":1,"method":"tools/list"}'], ['a method that is a number', '{"jsonrpc":"2.0","id":1,"method":7}'], ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"tools/list"}'], ['twenty thousand brackets', '['.repeat(20_000)], ['bytes', new Uint8Array([0xff, 0xfe, 0, 1])], ['a megabyte and a byte', `"${'x'.repeat(1_000_000)}"`],
  ])('%s', async (_, body) => {
    const response = await post(body);
    expect([response.status >= 400 && response.status < 500, /node_modules|\/work\/|at .*:\d+:\d+/.test(await response.text())]).toEqual([true, false]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])('a page’s own kind of sending is none: %s', async (type) => {
    expect((await post('{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { 'content-type': type })).status).toBe(415);
  });

  it.each([['tools/call', { name: 'pause', arguments: { target_id: 'x'.repeat(900_000) } }], ['tools/call', { name: 'pause', arguments: { target_id: ['orders'] } }], ['tools/call', { name: 'pause', arguments: 'orders' }], ['tools/call', { name: 'read_more', arguments: { tool: 'approve', arguments: { improvement_id: 'imp-2' } } }], ['tools/call', { name: 'read_more', arguments: { tool: 'pause', arguments: { target_id: 'orders' } } }], ['logging/setLevel', { level: 'debug' }], ['sampling/createMessage', {}], ['roots/list', {}], ['no/such', {}]])('%s with %o does nothing', async (method, params) => {
    expect(await siege().mcp('agent', method, params)).toMatchObject({ isError: true });
  });
});

describe('a session is only a name', () => {
  it('that was never given, is another’s, or is too long opens and ends nothing of anybody’s', async () => {
    for (const session of ['made-up', '../..', 'x'.repeat(5000), '00000000-0000-0000-0000-000000000000']) {
      expect((await siege().api.ask('/mcp', siege().tokens.agent, { method: 'DELETE', headers: { 'mcp-session-id': session } })).status).toBe(204);
      expect(await (await post('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"who_am_i"}}', { 'mcp-session-id': session })).text()).toContain('helper');
    }
    expect((await siege().api.ask('/mcp', undefined, { method: 'POST', headers: { 'mcp-session-id': 'made-up', 'content-type': 'application/json' }, body: '{}' })).status).toBe(401);
  });
});
