import type { World } from '../../src/action/world.ts';

/** A World that keeps what an action tells the runner, and lets a test cancel the job. */
export class RecordedWorld implements World {
  readonly lines: string[] = [];
  readonly annotations: string[] = [];
  readonly masked: string[] = [];
  readonly outputs = new Map<string, string>();
  readonly state = new Map<string, string>();
  readonly files = new Map<string, string>();
  summary = '';
  exitCode: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  #interrupt: (signal: NodeJS.Signals) => void = () => undefined;
  #elapsed = 0;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.environment = { RUNNER_TEMP: '/runner/temp', ...environment };
  }

  readonly clock = {
    now: () => new Date('2026-11-21T10:00:00Z'),
    elapsed: () => this.#elapsed,
    sleep: (milliseconds: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      this.#elapsed += milliseconds;
      return Promise.resolve();
    },
  };

  interrupt(signal: NodeJS.Signals): void {
    this.#interrupt(signal);
  }

  print(line: string): void {
    this.lines.push(line);
  }

  annotate(level: string, message: string, place: { file?: string; line?: number }): void {
    const where = place.file === undefined ? '' : ` at ${place.file}:${place.line ?? 0}`;
    this.annotations.push(`${level}: ${message}${where}`);
  }

  startGroup(title: string): void {
    this.lines.push(`▸ ${title}`);
  }

  endGroup(): void {
    this.lines.push('◂');
  }

  mask(value: string): void {
    this.masked.push(value);
  }

  setOutput(name: string, value: string): void {
    this.outputs.set(name, value);
  }

  saveState(name: string, value: string): void {
    this.state.set(name, value);
  }

  appendSummary(markdown: string): Promise<void> {
    this.summary += markdown;
    return Promise.resolve();
  }

  readText(path: string): string | undefined {
    return this.files.get(path);
  }

  writeText(path: string, text: string): void {
    this.files.set(path, text);
  }

  randomName(): string {
    return '0a1b2c3d';
  }

  onInterrupt(handler: (signal: NodeJS.Signals) => void): void {
    this.#interrupt = handler;
  }

  exit(code: number): void {
    this.exitCode = code;
  }
}
