import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { runWorkflow } from '../../../demo/workflow-run.ts';
import type { StepEnd, WorkflowRun } from '../../../demo/workflow-run.ts';
import { writeReleaseTree } from '../../../demo/release-tree.ts';
import { projectRoot } from '../../../scripts/project-root.ts';
import { ensureTools } from '../../cluster/index.ts';
import { testCluster } from './test-cluster.ts';

const examples = path.join(projectRoot, 'workflows-examples');
const run = promisify(execFile);

/** A user's repository with the example application and example workflows. */
export interface ExampleRepository {
  readonly folder: string;
  /** Commits everything with this message and gives the commit. */
  commit(message: string): Promise<string>;
  /**
   * Runs the workflows for this event; variables are beside those of the test cluster. `onStep` is called
   * with each step's end.
   */
  runFor(
    event: string,
    variables: Readonly<Record<string, string>>,
    onStep?: (step: StepEnd) => void,
  ): Promise<WorkflowRun>;
}

/** Makes it in `folder`, with these workflows; users' requests are sent to `host`. */
export async function exampleRepository(
  folder: string,
  workflows: readonly string[],
  host: string,
): Promise<ExampleRepository> {
  const repository = path.join(folder, 'web');
  const releaseTree = path.join(folder, 'release');
  cpSync(path.join(examples, 'web'), repository, { recursive: true });
  mkdirSync(path.join(repository, '.github/workflows'), { recursive: true });
  for (const file of workflows) {
    cpSync(path.join(examples, file), path.join(repository, '.github/workflows', file));
  }
  const manifest = path.join(repository, 'k8s/web.yaml');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll('shop.example', host));
  await writeReleaseTree(releaseTree);
  const { act } = await ensureTools(['act']);
  const author = ['-c', 'user.name=Developer', '-c', 'user.email=developer@shop.example'];
  const git = async (...args: readonly string[]): Promise<string> =>
    (await run('git', [...author, ...args], { cwd: repository })).stdout.trim();
  await git('init', '--quiet', '--initial-branch=main');
  let runNumber = 0;
  return {
    folder: repository,
    commit: async (message) => {
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
    runFor: async (event, variables, onStep = () => undefined) => {
      const { envoyUrl, kubeconfig, registry } = testCluster();
      runNumber += 1;
      const result = await runWorkflow({
        runner: act,
        repository,
        releaseTree,
        runNumber,
        event,
        variables: { REGISTRY: registry, FRONT_URL: envoyUrl, FRONT_HOST: host, ...variables },
        secrets: { KUBECONFIG: readFileSync(kubeconfig, 'utf8') },
        environment: {},
        onStep,
      });
      writeFileSync(path.join(folder, `run-${runNumber}.log`), result.log);
      return result;
    },
  };
}
