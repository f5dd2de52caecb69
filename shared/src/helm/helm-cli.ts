import type { ActionContext } from '../action/context.ts';
import { runProcess } from '../tools/run-process.ts';
import type { ProcessEnd } from '../tools/run-process.ts';
import type { HelmHome } from './helm-home.ts';

/** A Helm program on this machine. */
export interface HelmProgram {
  /** Absolute. */
  readonly path: string;
  /** `4.3.1` */
  readonly version: string;
}

/** Runs one Helm program in a home of its own. */
export class HelmCli {
  readonly version: string;
  readonly #program: HelmProgram;
  readonly #home: HelmHome;
  readonly #context: Pick<ActionContext, 'clock' | 'log' | 'secrets'>;

  constructor(
    program: HelmProgram,
    home: HelmHome,
    context: Pick<ActionContext, 'clock' | 'log' | 'secrets'>,
  ) {
    this.version = program.version;
    this.#program = program;
    this.#home = home;
    this.#context = context;
  }

  /** Of the program's version. */
  get major(): number {
    return Number.parseInt(this.version, 10);
  }

  /**
   * Runs a command to its end, whatever its exit code. It is forwarded the signal that cancels the
   * job, and does not outlive this process.
   */
  run(
    args: readonly string[],
    signal: AbortSignal,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ProcessEnd> {
    const { clock, log, secrets } = this.#context;
    log.info(`helm ${args.join(' ')}`);
    return runProcess(
      {
        command: this.#program.path,
        args,
        folder: this.#home.folder,
        environment: { ...this.#home.environment, ...environment },
        onProcess: (id) => {
          this.#home.guard.watch(id);
        },
      },
      { clock, secrets, signal },
    );
  }
}
