import { startBundle } from '../../contract/support/run-bundle.ts';
import type { BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import { startCanaryApp } from './canary-app.ts';
import type { CanaryApp } from './canary-app.ts';
import type { RunningLoad } from './load.ts';
import { testCluster } from './test-cluster.ts';
import { ownNamespace } from './test-connection.ts';
import type { OwnNamespace } from './test-connection.ts';

type Inputs = Readonly<Record<string, string>>;

/** A namespace of one test file, in which canary-shift shifts the traffic of apps. */
export interface ShiftNamespace extends OwnNamespace {
  /** Starts an app at v1 with a canary of the tag beside it. */
  readonly appWithCanary: (name: string, tag: string) => Promise<CanaryApp>;
  /** Users' requests to the app, until they are stopped or the test ends. */
  readonly usersOf: (app: CanaryApp) => RunningLoad;
  /**
   * Starts the action. Each run is a later attempt of one workflow run, which takes the lock of a
   * killed one at once.
   */
  readonly start: (app: CanaryApp, inputs?: Inputs, runId?: string) => RunningBundle;
  /** Runs the action until its end. */
  readonly run: (app: CanaryApp, inputs?: Inputs) => Promise<BundleRun>;
  /** Ends all runs and loads that a test left behind. */
  readonly endTest: () => Promise<void>;
}

/** Makes a namespace for the shifts of a test file. */
export async function shiftNamespace(topic: string): Promise<ShiftNamespace> {
  const own = await ownNamespace(topic);
  const loads = new Set<RunningLoad>();
  const bundles: RunningBundle[] = [];
  let attempts = 0;
  const start: ShiftNamespace['start'] = (app, inputs = {}, runId = '4711') => {
    attempts += 1;
    const bundle = startBundle('canary-shift', {
      inputs: { ...app.inputs, ...inputs },
      environment: {
        GITHUB_RUN_ID: runId,
        GITHUB_RUN_ATTEMPT: String(attempts),
        GITHUB_JOB: 'ship',
      },
    });
    bundles.push(bundle);
    return bundle;
  };
  return {
    ...own,
    appWithCanary: async (name, tag) => {
      const app = await startCanaryApp(own.cluster, name, testCluster().kubeconfig);
      await app.deployCanary(tag);
      return app;
    },
    usersOf: (app) => {
      const load = app.users();
      loads.add(load);
      return {
        ...load,
        stop: () => {
          loads.delete(load);
          return load.stop();
        },
      };
    },
    start,
    run: (app, inputs) => start(app, inputs).finished,
    endTest: async () => {
      for (const { process } of bundles.splice(0)) process.kill('SIGKILL');
      await Promise.all([...loads].map((load) => load.stop()));
      loads.clear();
    },
  };
}
