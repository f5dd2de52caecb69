import { runCommand } from '../processes/run-command.ts';

// By full path: they are not on the PATH of every user who may call sudo.
const families = ['/usr/sbin/iptables', '/usr/sbin/ip6tables'] as const;

/**
 * Removes the chains of kube-proxy and the rules that lead to them, and nothing else. Its own
 * `--cleanup` is not used: it needs the binary, and stops at the first thing it does not expect.
 */
export async function removeKubernetesRules(): Promise<void> {
  for (const family of families) {
    const saved = await savedRules(family);
    const kept = withoutKubernetesRules(saved);
    if (kept !== saved) await runCommand(`${family}-restore`, [], { input: kept });
  }
}

/** The output of `iptables-save` less every line that has to do with a KUBE- chain. */
export function withoutKubernetesRules(saved: string): string {
  return saved
    .split('\n')
    .filter((line) => !/(^:|\s)KUBE-/.test(line))
    .join('\n');
}

async function savedRules(family: (typeof families)[number]): Promise<string> {
  try {
    return await runCommand(`${family}-save`, []);
  } catch {
    // Not every kernel has IPv6 tables, and without the program there are no rules to remove.
    return '';
  }
}
