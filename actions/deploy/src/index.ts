import { runAction } from '@kube-delivery/shared/action/run-action';
import { deployAction } from './deploy-action.ts';

await runAction(deployAction);
