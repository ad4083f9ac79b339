// case: Nest-like controller returning an HTML receipt that repeats a posted note
import { Body, Controller, Header, Post } from '@nestjs/common';
import { OrdersService } from './orders.service';

class PlaceOrderDto {
  sku!: string;
  quantity!: number;
  note?: string;
}

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  @Header('content-type', 'text/html')
  async place(@Body() dto: PlaceOrderDto): Promise<string> {
    const order = await this.orders.place(dto.sku, Number(dto.quantity));
    const note = dto.note === undefined ? '' : `<p class="note">Your note: ${dto.note}</p>`;
    return `<h1>Order ${order.id}</h1><p>Thank you.</p>${note}`;
  }
}
