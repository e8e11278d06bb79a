import { parseArgs } from 'node:util';

export const stackKinds = ['embedded', 'containers', 'given'] as const;
export type StackKind = (typeof stackKinds)[number];

export type Options = {
  fresh: boolean;
  demo: boolean;
  port: number;
  stack: StackKind | undefined;
  servicesOnly: boolean;
  help: boolean;
};

export const usage = `npm start [-- OPTIONS]

  --fresh              forget everything kept from earlier starts, then start
  --no-demo            do not load the synthetic children on the first start
  --port N             the address is http://localhost:N (default 4400; N to N+8 are used)
  --stack KIND         embedded    Apache Kafka and a MongoDB stand-in, run here with Java
                       containers  apache/kafka and mongo, run by the container engine
                       given       the ones named by KAFKA_BROKERS and MONGO_URL
  --services-only      only the three services and the front door; KAFKA_BROKERS, MONGO_URL and
                       OIDC_ISSUER name the rest
  --help               this text

  WAYMARK_DATA         the folder in which the data is kept (default .waymark/data)
`;

/** Read the options of `npm start`. Answers every fault at once, in words. */
export function readOptions(args: readonly string[]): { options: Options } | { faults: string[] } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        'no-demo': { type: 'boolean', default: false },
        port: { type: 'string', default: '4400' },
        stack: { type: 'string' },
        'services-only': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] };
  }
  const faults: string[] = [];
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000)
    faults.push(`--port is "${values.port}"; it must be a whole number from 1024 to 65000.`);
  const stack = stackKinds.find((kind) => kind === values.stack);
  if (values.stack !== undefined && stack === undefined)
    faults.push(`--stack is "${values.stack}"; it must be one of ${stackKinds.join(', ')}.`);
  if (faults.length > 0) return { faults };
  return {
    options: {
      fresh: values.fresh,
      demo: !values['no-demo'],
      port,
      stack,
      servicesOnly: values['services-only'],
      help: values.help,
    },
  };
}
