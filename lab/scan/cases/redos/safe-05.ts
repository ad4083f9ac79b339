// case: Nest-like release controller recognises version numbers with required dots
import { BadRequestException, Controller, Get, Param } from '@nestjs/common';

interface Releases {
  find(version: string): Promise<{ notes: string } | undefined>;
}

@Controller('releases')
export class ReleasesController {
  private readonly version = /^v?\d+(?:\.\d+){0,2}(?:-[a-z]+)?$/;
  private readonly releases: Releases;

  constructor(releases: Releases) {
    this.releases = releases;
  }

  @Get(':version')
  async notes(@Param('version') version: string): Promise<{ notes: string }> {
    if (!this.version.test(version)) {
      throw new BadRequestException();
    }
    return (await this.releases.find(version)) ?? { notes: '' };
  }
}
