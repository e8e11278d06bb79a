import { fillPath, type Action, type View } from '@waymark/http';
import { type Permission } from '@waymark/policy';
import type { z } from 'zod';
import { serviceNames, services, type ServiceName } from './services.ts';

type AnyAction = Pick<
  Action<never>,
  'id' | 'path' | 'apiPath' | 'permission' | 'params' | 'body' | 'looks' | 'expects' | 'upload' | 'relation'
> & { then: { api?: unknown } };
type AnyView = Pick<View<never>, 'id' | 'path' | 'permission' | 'params' | 'query' | 'relation'> & {
  page?: unknown;
  file?: unknown;
  goesTo?: string;
  api?: { path?: string };
};

/** One address of the system at which an action or a view answers. */
export type Endpoint = {
  /** As a test names it: "POST /referrals/api/referrals". */
  name: string;
  id: string;
  service: ServiceName;
  kind: 'action' | 'view';
  method: 'GET' | 'POST';
  /** With the base path; parameters as `:name`. */
  path: string;
  /** `other` is a file, or a way to another page. */
  answers: 'json' | 'page' | 'other';
  permission: Permission;
  params: z.ZodType;
  /** What the body of an action or the query of a view may hold. */
  takes: z.ZodType;
  /** Whether the record's relation to the viewer counts. */
  related: boolean;
  expectsVersion: boolean;
  upload: { field: string; maxBytes: number; type?: string } | undefined;
};

/** Every address of every action and view of the three services: the next slice is among them on the day it is born. */
export const endpoints: readonly Endpoint[] = serviceNames.flatMap((service) => {
  const { basePath, actions, views } = services[service];
  return [
    ...(views as readonly AnyView[]).flatMap((view) => ofView(service, basePath, view)),
    ...(actions as readonly AnyAction[]).flatMap((action) => ofAction(service, basePath, action)),
  ];
});

/** The address with its parameters filled in. Throws for a parameter for which no value is known. */
export function pathOf(
  { name, path }: Pick<Endpoint, 'name' | 'path'>,
  values: Record<string, string>,
): string {
  return fillPath(path, (parameter) => {
    const value = values[parameter];
    if (value === undefined) throw new Error(`Say in tests/seeded.ts what ${parameter} of ${name} may be`);
    return encodeURIComponent(value);
  });
}

function ofView(service: ServiceName, basePath: string, view: AnyView): Endpoint[] {
  const { id, permission, params, query } = view;
  const shared = {
    id,
    service,
    kind: 'view' as const,
    method: 'GET' as const,
    permission,
    params,
    takes: query,
    related: view.relation !== undefined,
    expectsVersion: false,
    upload: undefined,
  };
  const named = (path: string, answers: Endpoint['answers']): Endpoint => ({
    ...shared,
    answers,
    path: basePath + path,
    name: `GET ${basePath}${path}`,
  });
  return [
    ...((view.page ?? view.file ?? view.goesTo) === undefined
      ? []
      : [named(view.path, view.page === undefined ? 'other' : 'page')]),
    ...(view.api ? [named(view.api.path ?? `/api${view.path}`, 'json')] : []),
  ];
}

function ofAction(service: ServiceName, basePath: string, action: AnyAction): Endpoint[] {
  const { id, path, apiPath, permission, params, body, expects, upload, relation } = action;
  const named = (own: string, answers: Endpoint['answers']): Endpoint => ({
    id,
    service,
    kind: 'action',
    method: 'POST',
    permission,
    params,
    takes: body,
    related: relation !== undefined,
    expectsVersion: expects === 'version',
    upload,
    answers,
    path: basePath + own,
    name: `POST ${basePath}${own}`,
  });
  const forPrograms = action.then.api === undefined ? [] : [named(apiPath ?? `/api${path}`, 'json')];
  return [named(path, 'page'), ...forPrograms];
}
