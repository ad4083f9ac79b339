// case: Nest-like controller that uses Prisma's tagged raw query, which binds each interpolated value
import { Controller, Get, Query } from '@nestjs/common';
import { PrismaService } from './prisma.service';

@Controller('reports')
export class ReportsController {
  constructor(private readonly prisma: PrismaService) {}

  @Get('revenue')
  async revenue(@Query('region') region: string, @Query('year') year: string) {
    const from = new Date(Date.UTC(Number(year), 0, 1));
    const rows = await this.prisma.$queryRaw`
      SELECT month, sum(amount) AS amount
        FROM revenue
       WHERE region = ${region} AND month >= ${from}
       GROUP BY month
       ORDER BY month`;
    return { region, rows };
  }
}
