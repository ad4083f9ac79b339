import * as z from 'zod';
import { SettingsView } from '../../domain/views/settings-view.ts';
import { readSettings } from '../reads/settings.ts';
import { commandRow } from './command-row.ts';

export const readSettingsRow = commandRow({
  name: 'read-settings',
  kind: 'read',
  permission: 'read',
  title: 'Settings and switches',
  summary: 'What is configured: settings in force, tenants, switches and who set them, the approval policy, who is told of what, and the models. No secrets.',
  input: z.strictObject({}),
  output: SettingsView,
  example: { input: {}, output: { preset: 'basic', settings: { maxConcurrentImprovements: 3 }, tenants: {}, flags: [{ flag: 'cycles', on: true, source: 'default' }], approvals: {}, notifications: [], models: [] } },
  run: async (_, dependencies, { sight }) => ({ ok: true, value: await readSettings(dependencies, sight) }),
});
