import { gatewayHandler } from '../../shared/platform/gateway/gateway-handler.ts';
import { openApi } from './dependencies.ts';

export const handler = gatewayHandler({ name: 'api', open: openApi });
