export {
  baseConfig,
  loadConfig,
  readConfig,
  Secret,
  ServiceUrl,
  wholeNumber,
  type BaseConfig,
} from './config.ts';
export { csvLine, unguarded } from './csv.ts';
export { derivedKey, signedCursors, type Cursors } from './cursor.ts';
export { standingFigures } from './figures.ts';
export { filledIn } from './http/address.ts';
export { action, uploadAction, type Action, type Done, type Outcome, type Redirect } from './http/action.ts';
export { ownRecords, type Acting, type ActingOnFile, type Reading, type Upload } from './http/context.ts';
export type { FieldError, NavItem, PageContext, ReadAudit, Render } from './http/edge.ts';
export type { Typed } from './http/form-fields.ts';
export { openApi } from './http/openapi.ts';
export { peer, type Peer, type Told } from './http/peer.ts';
export { view, type View } from './http/view.ts';
export { webApp, type WebConfig, type WebParts } from './http/web-app.ts';
export { fieldProblems, wordsFor } from './http/words.ts';
export { service, type Check, type Service, type ServiceParts } from './lifecycle.ts';
export { logger, scrubFields, scrubText, type Log } from './log.ts';
export { metricsRegistry, pipelineMeasures } from './metrics.ts';
export { fieldProblem, problemError, ProblemError, type FieldProblem, type Problem } from './problems.ts';
export { endProcess, runService } from './run-service.ts';
export * from './identity/index.ts';
export * from './policy/index.ts';
export * from './audit/index.ts';
export * from './tracing/index.ts';
