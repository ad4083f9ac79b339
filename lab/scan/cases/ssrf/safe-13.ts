// case: Nest-like sign-in service that downloads the discovery document of configured issuers only
import { Body, Controller, ForbiddenException, Injectable, Post } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { HttpService } from '@nestjs/axios';
import { firstValueFrom } from 'rxjs';

@Injectable()
export class DiscoveryService {
  constructor(
    private readonly http: HttpService,
    private readonly config: ConfigService,
  ) {}

  async discover(wanted: string): Promise<{ authorization_endpoint: string }> {
    const issuers = this.config.getOrThrow<string[]>('sso.issuers');
    const issuer = issuers.find((known) => known === wanted);
    if (issuer === undefined) throw new ForbiddenException('unknown issuer');
    const { data } = await firstValueFrom(this.http.get(`${issuer}/.well-known/openid-configuration`));
    return data;
  }
}

@Controller('sso')
export class SsoController {
  constructor(private readonly discovery: DiscoveryService) {}

  @Post('connections')
  async connect(@Body('issuer') issuer: string): Promise<{ endpoint: string }> {
    return { endpoint: (await this.discovery.discover(issuer)).authorization_endpoint };
  }
}
