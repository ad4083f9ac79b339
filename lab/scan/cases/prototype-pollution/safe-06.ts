// case: Nest-like profile controller whose update takes over declared fields one by one
import { Body, Controller, Param, ParseIntPipe, Patch } from '@nestjs/common';
import { ProfilesService } from './profiles.service';

interface Profile {
  displayName: string;
  address: { city: string; country: string };
}

function extend(into: Profile, from: Record<string, any>): Profile {
  return {
    displayName: typeof from['displayName'] === 'string' ? from['displayName'] : into.displayName,
    address: {
      city: String(from['address']?.city ?? into.address.city),
      country: String(from['address']?.country ?? into.address.country),
    },
  };
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
