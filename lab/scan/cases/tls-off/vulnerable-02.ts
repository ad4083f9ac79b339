// case: axios instance for the partner API is given an agent that trusts any certificate
import { Agent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';

interface Order {
  id: string;
  total: number;
}

export class PartnerClient {
  private readonly http: AxiosInstance;

  constructor(token: string) {
    this.http = axios.create({
      baseURL: 'https://partner.example.com/v2',
      timeout: 5000,
      headers: { authorization: `Bearer ${token}` },
      httpsAgent: new Agent({ keepAlive: true, rejectUnauthorized: false }),
    });
  }

  async orders(): Promise<Order[]> {
    return (await this.http.get<Order[]>('/orders')).data;
  }
}
