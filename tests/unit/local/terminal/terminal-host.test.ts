import { describe, expect, it } from 'vitest';
import { createJsonHost } from '../../../../local/terminal/json-host.ts';
import { createRecordingHost } from '../../../../local/terminal/recording-host.ts';
import type { TerminalHost } from '../../../../local/terminal/terminal-host.ts';
import { createTerminalHost } from '../../../../local/terminal/terminal-host.ts';
import type { Message } from '../../../../shared/ports/host.ts';
import { Screen } from '../../../support/screen.ts';
import { FRAME } from './live-frame-fixture.ts';

const live = (elapsedSeconds: number, level: Message['level'] = 'info'): Message => ({ code: 'PAWL-LIVE-001', level, text: 'watching', data: { ...FRAME, elapsedSeconds } });
const said = (text: string, level: Message['level'] = 'info'): Message => ({ code: 'PAWL-X-001', level, text });
const count = (text: string, part: string): number => text.split(part).length - 1;

const onScreen = (screen: Screen): TerminalHost => createTerminalHost({ stream: screen, colour: false, interactive: true, environment: {} });

describe('on a terminal', () => {
  it('draws the live numbers over themselves', () => {
    const screen = new Screen();
    const host = onScreen(screen);
    for (let second = 1; second <= 5; second += 1) host.notify(live(second));
    expect(count(screen.text, 'Watching')).toBe(1);
    expect(screen.text).toContain('5.0 s');
    host.close();
  });

  it('lets what happens meanwhile pass by above them', () => {
    const screen = new Screen();
    const host = onScreen(screen);
    host.notify(live(1));
    host.notify(said('ramped to half of the traffic'));
    host.notify(live(2));
    expect(count(screen.text, 'Watching')).toBe(1);
    expect(screen.text.indexOf('ramped')).toBeLessThan(screen.text.indexOf('Watching'));
    host.close();
  });

  it('leaves the last numbers standing above the outcome', () => {
    const screen = new Screen();
    const host = onScreen(screen);
    host.notify(live(1));
    host.notify(live(9, 'result'));
    host.notify(said('promoted', 'result'));
    host.notify(live(1));
    expect(count(screen.text, 'Watching')).toBe(2);
    expect(screen.text).toContain('9.0 s');
    expect(screen.text.indexOf('promoted')).toBeGreaterThan(screen.text.indexOf('9.0 s'));
    expect(screen.text.indexOf('promoted')).toBeLessThan(screen.text.lastIndexOf('Watching'));
    host.close();
  });

  it('draws in place also where the screen is narrow or low', () => {
    for (const screen of [new Screen(40, 30), new Screen(80, 6)]) {
      const host = onScreen(screen);
      for (let second = 1; second <= 4; second += 1) host.notify(live(second));
      expect(count(screen.text, 'Watching')).toBe(1);
      host.close();
    }
  });

  it('hides the cursor while it draws, and gives it back', () => {
    const screen = new Screen();
    const host = onScreen(screen);
    host.notify(said('hello'));
    expect(screen.cursorVisible).toBe(true);
    host.notify(live(1));
    expect(screen.cursorVisible).toBe(false);
    host.close();
    expect(screen.cursorVisible).toBe(true);
  });

  it('gives the cursor back when the process exits, and takes its listener away when closed', () => {
    const before = process.listenerCount('exit');
    const screen = new Screen();
    const host = onScreen(screen);
    host.notify(live(1));
    const listener = process.listeners('exit').at(-1);
    listener?.call(process, 0);
    expect(screen.cursorVisible).toBe(true);
    host.close();
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('shows details only when asked to', () => {
    const screen = new Screen();
    onScreen(screen).notify(said('a detail', 'debug'));
    expect(screen.text).toBe('');
    createTerminalHost({ stream: screen, colour: false, interactive: true, verbose: true, environment: {} }).notify(said('a detail', 'debug'));
    expect(screen.text).toContain('a detail');
  });
});

describe('where output is not a terminal', () => {
  const collect = (environment: Record<string, string> = {}) => {
    const written: string[] = [];
    let at = 0;
    const host = createTerminalHost({ stream: { write: (text) => written.push(text) }, environment, now: () => at });
    return { host, written, pass: (ms: number) => (at += ms) };
  };

  it('writes plain lines, and live numbers at most every five seconds but the last ones always', () => {
    const { host, written, pass } = collect();
    for (let second = 0; second <= 12; second += 1) {
      host.notify(live(second));
      pass(1000);
    }
    host.notify(live(13, 'result'));
    expect(written.map((line) => line.slice(0, line.indexOf(' s,')))).toEqual(['+0', '+5', '+10', '+13']);
    expect(written.join('')).not.toContain('\u001B');
  });

  it('answers questions with their default, else the first choice', async () => {
    const { host } = collect();
    expect(await host.ask({ code: 'PAWL-ASK-001', text: 'Which?', default: 'b', choices: ['a', 'b'] })).toBe('b');
    expect(await host.ask({ code: 'PAWL-ASK-001', text: 'Which?', choices: ['a', 'b'] })).toBe('a');
    expect(await host.ask({ code: 'PAWL-ASK-001', text: 'Which?' })).toBe('');
  });

  it('is coloured only where FORCE_COLOR asks for it, and never against NO_COLOR', () => {
    const forced = collect({ FORCE_COLOR: '1' });
    forced.host.notify(said('done', 'result'));
    expect(forced.written.join('')).toContain('\u001B[32m');
    const refused = collect({ FORCE_COLOR: '1', NO_COLOR: '1' });
    refused.host.notify(said('done', 'result'));
    expect(refused.written.join('')).toBe('done\n');
  });

  it.each([{ TERM: 'dumb' }, { CI: 'true' }])('does not draw in place on a terminal with %o', (environment) => {
    const screen = new Screen(400);
    const host = createTerminalHost({ stream: screen, environment, now: () => 0 });
    host.notify(live(1));
    expect(screen.text.startsWith('+1 s')).toBe(true);
    expect(screen.cursorVisible).toBe(true);
  });
});

describe('the other hosts', () => {
  it('write one line of JSON a message, whatever is in it', async () => {
    const written: string[] = [];
    const host = createJsonHost({ write: (text) => written.push(text) });
    host.notify(said('two\nlines', 'warning'));
    host.notify(live(3));
    await host.ask({ code: 'PAWL-ASK-001', text: 'Go on?', default: 'no' });
    expect(written.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    const lines = written.map((line) => JSON.parse(line) as Message);
    expect(lines[0]).toEqual({ code: 'PAWL-X-001', level: 'warning', text: 'two\nlines' });
    expect(lines[1]?.data?.['elapsedSeconds']).toBe(3);
    expect(lines[2]?.data).toEqual({ answer: 'no' });
  });

  it('keep what was said and answer what was agreed, for tests', async () => {
    const host = createRecordingHost({ 'PAWL-ASK-001': 'yes' });
    host.notify(said('hello'));
    expect(await host.ask({ code: 'PAWL-ASK-001', text: 'Go on?', default: 'no' })).toBe('yes');
    expect(await host.ask({ code: 'PAWL-ASK-002', text: 'Really?', default: 'no' })).toBe('no');
    expect(host.codes()).toEqual(['PAWL-X-001']);
    expect(host.questions).toHaveLength(2);
  });
});
