import { buildOrdersWorld } from './story/orders-world.ts';
import { rmSync, mkdirSync } from 'node:fs';
rmSync('/tmp/w1',{recursive:true,force:true}); mkdirSync('/tmp/w1');
await buildOrdersWorld({folder:'/tmp/w1',defects:'all',ratePerSecond:Number(process.argv[2]??200)});
