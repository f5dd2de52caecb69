import type { HelmCli } from '@kube-delivery/shared/helm/helm-cli';

/** A Helm program of which only so many processes run at once. */
export interface LimitedHelm extends Pick<HelmCli, 'major' | 'run' | 'version'> {
  /** How many processes were started so far. */
  readonly started: number;
}

/** Lets at most `limit` processes of `helm` run at once; further ones wait for their turn, in order. */
export function limitHelm(
  helm: Pick<HelmCli, 'major' | 'run' | 'version'>,
  limit: number,
): LimitedHelm {
  const waiting: (() => void)[] = [];
  let running = 0;
  let started = 0;
  return {
    get started() {
      return started;
    },
    major: helm.major,
    version: helm.version,
    run: async (args, signal, environment) => {
      if (running >= limit) {
        // Who ends hands its place on, so that nobody else can take it in between.
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else running += 1;
      try {
        signal.throwIfAborted();
        started += 1;
        return await helm.run(args, signal, environment);
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
