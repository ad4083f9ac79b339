// case: Nest-like profile controller whose update walks an object tree recursively
import { Body, Controller, Param, ParseIntPipe, Patch } from '@nestjs/common';
import { ProfilesService } from './profiles.service';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function extend(into: Record<string, unknown>, from: Record<string, unknown>): Record<string, unknown> {
  Object.keys(from).forEach((key) => {
    const next = from[key];
    const current = into[key];
    if (isObject(next) && isObject(current)) {
      extend(current, next);
    } else {
      into[key] = next;
    }
  });
  return into;
}

@Controller('profiles')
export class ProfilesController {
  constructor(private readonly profiles: ProfilesService) {}

  @Patch(':id')
  async update(@Param('id', ParseIntPipe) id: number, @Body() changes: Record<string, unknown>) {
    const profile = await this.profiles.load(id);
    return this.profiles.save(id, extend(profile, changes));
  }
}
