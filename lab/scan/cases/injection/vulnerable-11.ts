// case: Nest-like controller that uses Prisma's unsafe raw query with a request value
import { Controller, Get, Query } from '@nestjs/common';
import { PrismaService } from './prisma.service';

@Controller('reports')
export class ReportsController {
  constructor(private readonly prisma: PrismaService) {}

  @Get('revenue')
  async revenue(@Query('region') region: string, @Query('year') year: string) {
    const from = `${Number(year)}-01-01`;
    const rows = await this.prisma.$queryRawUnsafe(
      `SELECT month, sum(amount) AS amount
         FROM revenue
        WHERE region = '${region}' AND month >= '${from}'
        GROUP BY month
        ORDER BY month`,
    );
    return { region, rows };
  }
}
