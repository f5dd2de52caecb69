import { runPost } from '@kube-delivery/shared/action/run-post';
import { scaleDownLater } from './blue-green/scale-down-later.ts';

await runPost(scaleDownLater);
