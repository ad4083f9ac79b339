// case: Nest-like controller restores a saved workspace with class-transformer and validation
import { BadRequestException, Body, Controller, Post } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { IsArray, IsString, validateSync } from 'class-validator';

class Workspace {
  @IsArray()
  @IsString({ each: true })
  panels: string[] = [];
}

@Controller('workspaces')
export class WorkspaceController {
  @Post('restore')
  restore(@Body('state') state: string): { panels: string[] } {
    const workspace = plainToInstance(Workspace, JSON.parse(state) as object);
    if (validateSync(workspace).length > 0) {
      throw new BadRequestException();
    }
    return { panels: workspace.panels };
  }
}
