// case: Nest-like controller whose HTML receipt only carries numbers it computed
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
    const quantity = Number(dto.quantity);
    const order = await this.orders.place(dto.sku, quantity, dto.note ?? '');
    const number = Number(order.id);
    const kept = dto.note === undefined ? '' : '<p class="note">Your note has been kept with the order.</p>';
    return `<h1>Order ${number}</h1><p>${quantity.toFixed(0)} pieces. Thank you.</p>${kept}`;
  }
}
