// case: Nest-like sign-in service that downloads the discovery document of any issuer
import { Body, Controller, Injectable, Post } from '@nestjs/common';
import { HttpService } from '@nestjs/axios';
import { firstValueFrom } from 'rxjs';

@Injectable()
export class DiscoveryService {
  constructor(private readonly http: HttpService) {}

  async discover(issuer: string): Promise<{ authorization_endpoint: string }> {
    const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { data } = await firstValueFrom(this.http.get(document));
    return data;
  }
}

@Controller('sso')
export class SsoController {
  constructor(private readonly discovery: DiscoveryService) {}

  @Post('connections')
  async connect(@Body('issuer') issuer: string): Promise<{ endpoint: string }> {
    const found = await this.discovery.discover(issuer);
    return { endpoint: found.authorization_endpoint };
  }
}
