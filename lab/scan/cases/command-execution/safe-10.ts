// case: Nest-like backup controller whose database must be one of the configured names
import { BadRequestException, Controller, Post, Query } from '@nestjs/common';
import { exec } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(exec);
const DATABASES = ['orders', 'catalogue', 'audit'];

@Controller('backups')
export class BackupController {
  @Post()
  async create(@Query('database') wanted: string): Promise<{ bytes: number }> {
    const database = DATABASES.find((name) => name === wanted);
    if (database === undefined) {
      throw new BadRequestException('unknown database');
    }
    const command = ['pg_dump', '--format=custom', `--dbname=${database}`, '| gzip | wc -c'].join(' ');
    const { stdout } = await run(command, { timeout: 120_000 });
    return { bytes: Number(stdout.trim()) };
  }
}
