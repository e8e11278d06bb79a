import { openApi } from '@waymark/http';
import { serviceNames, services } from './services.ts';

type Content = { content?: Record<string, { example?: unknown }> };
type Operation = {
  operationId: string;
  parameters: { name: string; in: string; example?: unknown }[];
  requestBody?: Content;
  responses: Record<string, Content>;
};

const described = serviceNames.flatMap((name) => {
  const { actions, views, basePath } = services[name];
  const document = openApi<never>({
    service: name,
    basePath,
    publicUrl: 'https://waymark.example',
    actions: actions,
    views: views,
  });
  const paths = document['paths'] as Record<string, Record<string, Operation>>;
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const reads = new Map(views.map((view) => [view.id, view]));
  const commands = new Map(actions.map((action) => [action.id, action]));
  return operations.map((operation) => ({
    operation,
    name: `${name}: ${operation.operationId}`,
    view: reads.get(operation.operationId),
    action: commands.get(operation.operationId),
  }));
});

const json = (of: Content | undefined) => of?.content?.['application/json']?.example;
const taken = (schema: { safeParse(value: unknown): { error?: { issues: unknown } } }, example: unknown) =>
  schema.safeParse(example).error?.issues ?? 'taken';

test.each(described)('$name has examples that it takes and gives itself', ({ operation, view, action }) => {
  const path = Object.fromEntries(
    operation.parameters.filter((each) => each.in === 'path').map(({ name, example }) => [name, example]),
  );
  if (action) {
    expect(taken(action.params, path)).toBe('taken');
    if (!action.upload) {
      expect(json(operation.requestBody)).toBeDefined();
      expect(taken(action.body, json(operation.requestBody))).toBe('taken');
    }
    if (action.responses) expect(taken(action.responses, json(operation.responses['2XX']))).toBe('taken');
  }
  if (view?.api) {
    expect(taken(view.params, path)).toBe('taken');
    expect(taken(view.api.body, json(operation.responses['200']))).toBe('taken');
  }
});

test('every address for programs is described', () => {
  expect(described.length).toBeGreaterThan(60);
  for (const { view, action } of described) expect(view ?? action).toBeDefined();
});
