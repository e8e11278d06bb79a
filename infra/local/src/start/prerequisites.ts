import { spawnSync } from 'node:child_process';
import type { StackKind } from './arguments.ts';

/** What this machine offers to run Kafka and a database with. */
export type Prerequisites = { java: number | undefined; maven: boolean; engine: boolean; given: boolean };

export function detectTools(env: NodeJS.ProcessEnv): Prerequisites {
  return {
    java: javaVersion(),
    maven: succeeds('mvn', ['-v']),
    engine: succeeds('docker', ['info']),
    given: Boolean(env['KAFKA_BROKERS'] && env['MONGO_URL']),
  };
}

/**
 * Choose what Kafka and the database run on: what was asked for, else what was given, else the embedded stack,
 * else containers. Where a piece is missing, one sentence says what to install or set.
 */
export function chooseStack(
  asked: StackKind | undefined,
  prerequisites: Prerequisites,
): { kind: StackKind } | { missing: string } {
  const embeddable = prerequisites.java !== undefined && prerequisites.java >= 17 && prerequisites.maven;
  if (asked === 'given' || (asked === undefined && prerequisites.given))
    return prerequisites.given
      ? { kind: 'given' }
      : {
          missing:
            'Set KAFKA_BROKERS (host:port,…) and MONGO_URL (mongodb://…) to use a Kafka and a MongoDB of your own.',
        };
  if (asked === 'containers' || (asked === undefined && !embeddable && prerequisites.engine))
    return prerequisites.engine
      ? { kind: 'containers' }
      : {
          missing:
            'No container engine answers: start Docker (or Podman with its Docker socket), or leave --stack out.',
        };
  if (embeddable) return { kind: 'embedded' };
  if (prerequisites.java === undefined)
    return {
      missing:
        'Install Java 17 or newer (for example Temurin 17) and Maven, or start a container engine, or set KAFKA_BROKERS and MONGO_URL.',
    };
  if (prerequisites.java < 17)
    return {
      missing: `Java 17 or newer is needed; this is Java ${prerequisites.java}. Install a newer one, or start a container engine, or set KAFKA_BROKERS and MONGO_URL.`,
    };
  return {
    missing: 'Install Maven (3.6 or newer), or start a container engine, or set KAFKA_BROKERS and MONGO_URL.',
  };
}

function javaVersion(): number | undefined {
  const asked = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const found = /version "(?:1\.)?(\d+)/.exec(`${asked.stderr}${asked.stdout}`);
  return asked.status === 0 && found?.[1] ? Number(found[1]) : undefined;
}

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 4_000 }).status === 0;
}
