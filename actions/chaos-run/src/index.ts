import { runAction } from '@kube-delivery/shared/action/run-action';
import { action } from './action.ts';

await runAction(action);
