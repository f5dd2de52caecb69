import type { KubeObject } from './kube-object.ts';

/** Objects as they are known at the moment, and whether that changed since they were last taken. */
export class ObservedObjects {
  #objects = new Map<string, KubeObject>();
  #changed = false;
  #wake: (() => void) | undefined;
  #failure: { readonly thrown: unknown } | undefined;

  /** All objects anew. */
  reset(objects: readonly KubeObject[]): void {
    this.#objects = new Map(objects.map((object) => [keyOf(object), object]));
    this.#tell();
  }

  /** One object came or is different. */
  put(object: KubeObject): void {
    this.#objects.set(keyOf(object), object);
    this.#tell();
  }

  /** One object is gone. */
  remove(object: KubeObject): void {
    if (this.#objects.delete(keyOf(object))) this.#tell();
  }

  /** No change will ever come again. */
  fail(thrown: unknown): void {
    this.#failure = { thrown };
    this.#tell();
  }

  /** Resolves when there is something that was not taken yet; throws what ended the observation. */
  async change(): Promise<void> {
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }

  /** The objects by namespace and name. */
  take(): readonly KubeObject[] {
    this.#changed = false;
    return [...this.#objects.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, object]) => object);
  }

  #tell(): void {
    this.#changed = true;
    this.#wake?.();
    this.#wake = undefined;
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
