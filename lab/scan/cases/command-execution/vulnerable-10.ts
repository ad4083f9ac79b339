// case: Nest-like backup controller whose database name reaches a pg_dump line
import { Controller, Post, Query } from '@nestjs/common';
import { exec } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(exec);

@Controller('backups')
export class BackupController {
  @Post()
  async create(@Query('database') database: string): Promise<{ bytes: number }> {
    const command = ['pg_dump', '--format=custom', `--dbname=${database}`, '| gzip | wc -c'].join(' ');
    const { stdout } = await run(command, { timeout: 120_000 });
    return { bytes: Number(stdout.trim()) };
  }
}
