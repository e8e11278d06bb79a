/** The first arguments of every Java child: small, quick to start, warnings only, on standard error. */
export function javaOptions(classPath: string, memory: string): string[] {
  const logging = {
    defaultLogLevel: 'warn',
    showDateTime: 'true',
    dateTimeFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    // Would write whole commands, data included, into the log when one fails.
    'log.de.bwaldvogel.mongo': 'off',
  };
  return [
    `-Xmx${memory}`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.net.preferIPv4Stack=true',
    ...Object.entries(logging).map(([name, value]) => `-Dorg.slf4j.simpleLogger.${name}=${value}`),
    '-cp',
    classPath,
  ];
}
