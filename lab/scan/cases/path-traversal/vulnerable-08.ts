// case: Nest-like file controller that deletes a draft under the author's folder
import { Controller, Delete, HttpCode, Param, Query } from '@nestjs/common';
import { unlink } from 'node:fs/promises';
import * as path from 'node:path';

@Controller('drafts')
export class DraftsController {
  private readonly base = '/var/lib/editor/drafts';

  private pathOf(author: string, title: string): string {
    return path.join(this.base, author, `${title}.md`);
  }

  @Delete(':author')
  @HttpCode(204)
  async remove(@Param('author') author: string, @Query('title') title: string): Promise<void> {
    await unlink(this.pathOf(author, title));
  }
}
