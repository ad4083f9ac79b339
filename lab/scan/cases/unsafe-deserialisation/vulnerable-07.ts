// case: Nest-like controller accepts a saved workspace encoded with cryo
import { Body, Controller, Post } from '@nestjs/common';
import * as Cryo from 'cryo';

interface Workspace {
  panels: { id: string; toString(): string }[];
}

@Controller('workspaces')
export class WorkspaceController {
  @Post('restore')
  restore(@Body('state') state: string): { panels: string[] } {
    const workspace = this.decode(state);
    return { panels: workspace.panels.map((panel) => `${panel.id}`) };
  }

  private decode(state: string): Workspace {
    return Cryo.parse(state) as Workspace;
  }
}
