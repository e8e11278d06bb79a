/** An address with its parameters filled in. A colon that begins no parameter is written `\:` and stands as it is. */
export function fillPath(path: string, valueOf: (parameter: string) => string): string {
  return path.replace(/(?<!\\):(\w+)/g, (_, parameter: string) => valueOf(parameter)).replaceAll('\\:', ':');
}
