// case: Nest-like file controller that deletes a draft by its number in the signed-in author's folder
import { Controller, Delete, HttpCode, Param, ParseIntPipe, ParseUUIDPipe } from '@nestjs/common';
import { unlink } from 'node:fs/promises';
import * as path from 'node:path';

@Controller('drafts')
export class DraftsController {
  private readonly base = '/var/lib/editor/drafts';

  private pathOf(author: string, draft: number): string {
    return path.join(this.base, author, `${draft}.md`);
  }

  @Delete(':author/:draft')
  @HttpCode(204)
  async remove(
    @Param('author', ParseUUIDPipe) author: string,
    @Param('draft', ParseIntPipe) draft: number,
  ): Promise<void> {
    await unlink(this.pathOf(author, draft));
  }
}
