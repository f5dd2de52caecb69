import { runPost } from '@kube-delivery/shared/action/run-post';
import { undoLater } from './undo-later.ts';

await runPost(undoLater);
