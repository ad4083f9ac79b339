// case: axios instance for the partner API trusts a private authority and keeps verification on
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';

interface Order {
  id: string;
  total: number;
}

export class PartnerClient {
  private readonly http: AxiosInstance;

  constructor(token: string) {
    const ca = readFileSync('/etc/partner/ca.pem');
    this.http = axios.create({
      baseURL: 'https://partner.example.com/v2',
      headers: { authorization: `Bearer ${token}` },
      httpsAgent: new Agent({ keepAlive: true, ca, rejectUnauthorized: true }),
    });
  }

  async orders(): Promise<Order[]> {
    return (await this.http.get<Order[]>('/orders')).data;
  }
}
