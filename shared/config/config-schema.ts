import * as z from 'zod';
import { ConfigFile } from './config-file.ts';

/** The JSON schema of `pawl.config.json`, for editors. */
export const configJsonSchema = (): object => z.toJSONSchema(ConfigFile, { io: 'input', target: 'draft-7' });
