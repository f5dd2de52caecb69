import { allComponents } from './components/all.ts';
import type { Component } from './components/component.ts';
import { hostPort } from './ports.ts';
import { runningDaemon } from './processes/daemon.ts';
import { messageOf } from './processes/wait-for.ts';

/** How one component is. */
export interface ComponentStatus {
  readonly component: string;
  readonly pid: number | undefined;
  /** `healthy`, `stopped`, or why it is not healthy. */
  readonly state: string;
  readonly address: string;
}

/** How every component is, now. */
export function status(): Promise<readonly ComponentStatus[]> {
  return Promise.all(allComponents.map(statusOf));
}

/** Whether all of them are healthy. */
export function isHealthy(statuses: readonly ComponentStatus[]): boolean {
  return statuses.every(({ state }) => state === 'healthy');
}

/** A table for people. */
export function statusTable(statuses: readonly ComponentStatus[]): string {
  const rows = statuses.map(({ component, pid, state, address }) => [
    component,
    pid === undefined ? '-' : String(pid),
    state,
    address,
  ]);
  const table = [['COMPONENT', 'PID', 'STATE', 'ADDRESS'], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

async function statusOf(component: Component): Promise<ComponentStatus> {
  const pid = runningDaemon(component.name)?.pid;
  return {
    component: component.name,
    pid,
    state: pid === undefined ? 'stopped' : await stateOf(component),
    address: addressOf(component),
  };
}

async function stateOf(component: Component): Promise<string> {
  try {
    await component.check();
    return 'healthy';
  } catch (error) {
    return `unhealthy: ${messageOf(error)}`;
  }
}

function addressOf({ address, listens: [first] }: Component): string {
  return address ?? (first === undefined ? '-' : hostPort(first));
}
