import { clusterAddresses, type ClusterAddresses } from './addresses.ts';
import { down } from './down.ts';
import { messageOf } from './processes/wait-for.ts';
import { say } from './progress.ts';
import { isHealthy, status, statusTable } from './status.ts';
import { up } from './up.ts';

const usage = 'usage: npm run cluster -- up | down | status | kubeconfig';

async function main(command: string | undefined): Promise<number> {
  switch (command) {
    case 'up':
      print(addressLines(await up()));
      return 0;
    case 'down':
      await down();
      return 0;
    case 'status': {
      const statuses = await status();
      print(statusTable(statuses));
      return isHealthy(statuses) ? 0 : 1;
    }
    case 'kubeconfig':
      print(clusterAddresses().kubeconfig);
      return 0;
    case undefined:
    default:
      say(usage);
      return 2;
  }
}

function addressLines(addresses: ClusterAddresses): string {
  return Object.entries(addresses)
    .map(([name, address]) => `${name}: ${address}`)
    .join('\n');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  say(messageOf(error));
  process.exitCode = 1;
}
