/**
 * nhsuk-frontend's module and ours as one file: what the one exports and the other imports is then in one scope, and
 * a browser asks once.
 */
export function joinedScript(nhsuk: string, own: string): string {
  const [before] = nhsuk.split(/export\s*\{[^}]*\};?(?:\s*\/\/#.*)?\s*$/, 1);
  if (before === undefined || before === nhsuk)
    throw new Error('The script of nhsuk-frontend ends otherwise');
  return `${before}\n${own.replace(/^import [^;]*;\n/gm, '')}`;
}
