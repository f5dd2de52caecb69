import { runAction } from '@kube-delivery/shared/action/run-action';
import { canaryShift } from './action.ts';

await runAction(canaryShift);
